package org.sekimori.recount;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks from the log alone that each attempt was decided exactly once, in order, with exact counters, and that the doors
 * said what was decided.
 *
 * <p>To be run when traffic has stopped and the stream has caught up: an attempt whose decision is still to come is
 * reported as missing. Lifetime counters are taken to start at zero with the first event in the log and never to be reset,
 * so a log that lost its beginning or in which accounts are closed cannot be recounted.
 */
public final class Recount {

    private static final String EVENTS = "sekimori.events";
    private static final String DECISIONS = "sekimori.decisions";

    private final InconsistencyCounter problems = new InconsistencyCounter();
    private final SenderDomainSums sums = new SenderDomainSums();
    private final EventTopicContents events;
    private final DecisionTopicCheck decisions;
    private long answers;
    private long fallbackAgreed;
    private long fallbackDiffered;
    private long fallbackUndecided;

    private Recount(ExpectedVerdict expectation) {
        this.events = new EventTopicContents(problems, expectation, sums);
        this.decisions = new DecisionTopicCheck(events, problems, sums);
    }

    /** As {@link #check(String, Duration, Expectation)}, with no opinion about the verdicts. */
    public static RecountReport check(String bootstrap, Duration maxWait) {
        return check(bootstrap, maxWait, ExpectedVerdict.NONE);
    }

    /**
     * Reads what is committed in both topics up to their present ends, and recounts.
     *
     * @param bootstrap host and port of a broker
     * @param maxWait how long reading may take
     * @param expectation an independent judge of the verdicts
     * @throws IllegalStateException if a topic does not exist or could not be read to its end in time
     */
    public static RecountReport check(String bootstrap, Duration maxWait, ExpectedVerdict expectation) {
        long deadline = System.nanoTime() + maxWait.toNanos();
        try (CommittedTopicReader events = CommittedTopicReader.open(bootstrap, EVENTS, deadline);
                CommittedTopicReader decisions = CommittedTopicReader.open(bootstrap, DECISIONS, deadline)) {
            return of(() -> events, () -> decisions, expectation);
        }
    }

    /** Recounts records that are in the order of their log within each partition. */
    static RecountReport of(
            Iterable<TopicRecord> events, Iterable<TopicRecord> decisions, ExpectedVerdict expectation) {
        Recount recount = new Recount(expectation);
        events.forEach(recount.events::read);
        decisions.forEach(recount.decisions::read);
        return recount.report();
    }

    private RecountReport report() {
        long attempts = 0;
        long history = 0;
        for (RecordedAttempt attempt : events.attempts()) {
            attempts++;
            if (attempt.history()) {
                history++;
            } else if (attempt.decided() == null) {
                problems.add(
                        LogInconsistency.MISSING,
                        "nothing was decided about",
                        attempt.id(),
                        "of",
                        attempt.account().name());
            }
        }
        events.answers().forEach(this::compare);
        return new RecountReport(
                events.accounts(),
                attempts,
                history,
                events.repetitions(),
                decisions.records(),
                decisions.verified(),
                answers,
                fallbackAgreed,
                fallbackDiffered,
                fallbackUndecided,
                sums.mostSent(),
                sums.mostTold(),
                events.types(),
                problems.counts(),
                problems.first());
    }

    private void compare(RecordedAnswer answer) {
        RecordedAttempt attempt = events.attempt(answer.eventId());
        RecordedVerdict decided = attempt == null ? null : attempt.decided();
        if (answer.fallback()) {
            compareFallback(answer, decided);
            return;
        }
        answers++;
        if (decided != answer.verdict()) {
            problems.add(
                    LogInconsistency.ANSWER,
                    "the answer about",
                    answer.eventId(),
                    "was",
                    answer.verdict(),
                    "and the decision is",
                    decided == null ? "missing" : decided);
        }
    }

    private void compareFallback(RecordedAnswer answer, @Nullable RecordedVerdict decided) {
        if (decided == null) {
            fallbackUndecided++;
        } else if (decided == answer.verdict()) {
            fallbackAgreed++;
        } else {
            fallbackDiffered++;
        }
    }
}
