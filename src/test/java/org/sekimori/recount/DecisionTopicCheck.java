package org.sekimori.recount;

import tools.jackson.databind.JsonNode;

/** Checks the topic of decisions, record by record, against what the events say. */
final class DecisionTopicCheck {

    private final EventTopicContents events;
    private final InconsistencyCounter problems;
    private final SenderDomainSums sums;
    private long records;
    private long verified;

    DecisionTopicCheck(EventTopicContents events, InconsistencyCounter problems, SenderDomainSums sums) {
        this.sums = sums;
        this.events = events;
        this.problems = problems;
    }

    void read(TopicRecord record) {
        records++;
        byte[] value = record.value();
        JsonNode decision = value == null ? null : events.parse(value);
        RecordedVerdict verdict = decision == null
                ? null
                : RecordedVerdict.of(decision.path("verdict").asString(""));
        if (decision == null || verdict == null) {
            problems.add(
                    LogInconsistency.UNREADABLE, "the decision at", record.place(), "is no JSON or has no verdict");
            return;
        }
        String eventId = decision.path("event_id").asString("");
        RecordedAttempt attempt = events.attempt(eventId);
        if (attempt == null || attempt.history()) {
            problems.add(LogInconsistency.UNFOUNDED, "the decision at", record.place(), "is about", eventId);
        } else if (attempt.decided() != null) {
            problems.add(LogInconsistency.DOUBLED, "the decision at", record.place(), "is another one about", eventId);
        } else {
            attempt.decide(verdict);
            if (verdict.passes()) {
                sums.sent(attempt.senderDomain());
            }
            check(attempt, verdict, decision, record);
        }
    }

    long records() {
        return records;
    }

    /** Number of decisions about which the independent judge had an opinion. */
    long verified() {
        return verified;
    }

    private void check(RecordedAttempt attempt, RecordedVerdict verdict, JsonNode decision, TopicRecord record) {
        checkOrder(attempt, decision, record);
        checkCounters(attempt, verdict, decision, record);
        RecordedVerdict expected = attempt.expected();
        if (expected == null) {
            return;
        }
        verified++;
        if (expected != verdict) {
            problems.add(
                    LogInconsistency.VERDICT,
                    verdict,
                    "about",
                    attempt.id(),
                    "at",
                    record.place(),
                    "should be",
                    expected);
        }
    }

    private void checkOrder(RecordedAttempt attempt, JsonNode decision, TopicRecord record) {
        RecountedAccount account = attempt.account();
        String name = decision.path("account").asString("");
        boolean inItsPlace = name.equals(account.name()) && account.staysIn(record.partition());
        if (!inItsPlace || attempt.place() < account.lastDecided()) {
            problems.add(
                    LogInconsistency.OUT_OF_ORDER,
                    "the decision at",
                    record.place(),
                    "is under the name",
                    name,
                    "about attempt",
                    attempt.place(),
                    attempt.id(),
                    "of",
                    account.name(),
                    "and the latest before it was about attempt",
                    account.lastDecided());
        }
        account.decided(attempt.place());
    }

    private void checkCounters(
            RecordedAttempt attempt, RecordedVerdict verdict, JsonNode decision, TopicRecord record) {
        RecountedAccount account = attempt.account();
        RecountedCounters recount = account.counters().plus(verdict, attempt.recipients());
        RecountedCounters stated = RecountedCounters.in(decision);
        if (!stated.equals(recount)) {
            problems.add(
                    LogInconsistency.COUNTERS,
                    "after",
                    attempt.id(),
                    "at",
                    record.place(),
                    account.name(),
                    "has",
                    recount,
                    "and not as stated",
                    stated);
        }
        // Go on from what was stated: one miscount is one fault, not one for each decision after it.
        account.counters(stated.complete() ? stated : recount);
    }
}
