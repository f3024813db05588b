package org.sekimori.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.Reference;

/**
 * A suspicion about an account, from the decision that flagged it to what a person found.
 *
 * @param id short code of the form {@code K7QX-3M2P}, derived from the account and the decision that opened it
 * @param state how far it is followed up
 * @param outcome what it turned out to be, null until it is closed
 * @param severity the highest of the findings that flagged
 * @param openedAt event time of the decision that opened it
 * @param since when the run of messages began that ended in the flag, never after {@code openedAt}; see {@link
 *     #opened}
 * @param rules the rules that flagged, in the order of their first hit; 1 to {@link #MOST_RULES}
 * @param messagesOut messages let pass from {@code since} until the case was held, released or closed
 * @param recipientsOut envelope recipients of these
 * @param heldAt when submission was closed, the last time; null if it never was
 * @param releasedAt when submission was opened again; null if it was not
 * @param closedAt when it was closed; null if it is open
 * @param closedBy who closed it; null if it is open
 * @param reason why, in the words of whoever closed it; null if it is open
 */
public record Case(
        String id,
        State state,
        @Nullable Outcome outcome,
        Severity severity,
        Instant openedAt,
        Instant since,
        List<RuleHits> rules,
        long messagesOut,
        long recipientsOut,
        @Nullable Instant heldAt,
        @Nullable Instant releasedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String reason) {

    /** Most rules that are counted; of further ones the decisions tell. */
    public static final int MOST_RULES = 8;

    /** How far a case is followed up. The order is part of the binary form of an account: only append. */
    public enum State {
        /** A rule flagged the account. */
        FLAGGED,
        /** Submission is closed. */
        HELD,
        /** Submission was closed and is open again. */
        RELEASED,
        /** A person has judged. */
        CLOSED;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a case turned out to be. The order is part of the binary form of an account: only append. */
    public enum Outcome {
        /** The account was abused. */
        CONFIRMED,
        /** It was its owner. */
        FALSE_POSITIVE;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The outcome with this word, null if there is none. */
        public static @Nullable Outcome of(String word) {
            for (Outcome outcome : values()) {
                if (outcome.word().equals(word)) {
                    return outcome;
                }
            }
            return null;
        }
    }

    public Case {
        rules = List.copyOf(rules);
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw new IllegalArgumentException("a case names 1 to " + MOST_RULES + " rules, not " + rules.size());
        }
        if (since.isAfter(openedAt) || messagesOut < 0 || recipientsOut < 0) {
            throw new IllegalArgumentException("a case begins no later than it is opened, and counts from 0");
        }
        boolean judged = outcome != null && closedAt != null && closedBy != null && reason != null;
        boolean open = outcome == null && closedAt == null && closedBy == null && reason == null;
        if (state == State.CLOSED ? !judged : !open) {
            throw new IllegalArgumentException(
                    "a case is closed with outcome, time, person and reason, or open without");
        }
    }

    /**
     * The case that a decision opens.
     *
     * @param decision has flags
     * @param since when the run of messages began that led to it
     * @param messages let pass since then, that of the decision included
     * @param recipients of these
     */
    public static Case opened(Decision decision, Instant since, long messages, long recipients) {
        List<Finding> flagging = flagging(decision);
        Severity severity = Severity.LOW;
        List<RuleHits> rules = new ArrayList<>();
        for (Finding finding : flagging) {
            severity = higher(severity, finding.severity());
            if (rules.size() < MOST_RULES) {
                rules.add(RuleHits.first(finding, decision.time()));
            }
        }
        return new Case(
                Reference.of(decision.account(), "case " + decision.id()).code(),
                State.FLAGGED,
                null,
                severity,
                decision.time(),
                since.isAfter(decision.time()) ? decision.time() : since,
                rules,
                messages,
                recipients,
                null,
                null,
                null,
                null,
                null);
    }

    /** The flagging findings of a decision, one for each rule. */
    private static List<Finding> flagging(Decision decision) {
        Map<String, Finding> byRule = new LinkedHashMap<>();
        for (Finding finding : decision.findings()) {
            if (finding.mode() == Mode.ENFORCE && finding.effect() == Effect.FLAG) {
                byRule.merge(finding.rule(), finding, (a, b) -> a.severity().compareTo(b.severity()) < 0 ? b : a);
            }
        }
        return List.copyOf(byRule.values());
    }

    private static Severity higher(Severity a, Severity b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    /** With one more decision that flags. */
    Case flagged(Decision decision) {
        Severity highest = severity;
        List<RuleHits> hits = new ArrayList<>(rules);
        for (Finding finding : flagging(decision)) {
            highest = higher(highest, finding.severity());
            int at = 0;
            while (at < hits.size() && !hits.get(at).rule().equals(finding.rule())) {
                at++;
            }
            if (at < hits.size()) {
                hits.set(at, hits.get(at).plus(finding, decision.time()));
            } else if (at < MOST_RULES) {
                hits.add(RuleHits.first(finding, decision.time()));
            }
        }
        return new Case(
                id,
                state,
                outcome,
                highest,
                openedAt,
                since,
                hits,
                messagesOut,
                recipientsOut,
                heldAt,
                releasedAt,
                closedAt,
                closedBy,
                reason);
    }

    /** With one more message that was let pass; what goes out after a hold or a release is no damage of this case. */
    Case sent(int recipients) {
        return state != State.FLAGGED
                ? this
                : new Case(
                        id,
                        state,
                        outcome,
                        severity,
                        openedAt,
                        since,
                        rules,
                        messagesOut + 1,
                        recipientsOut + recipients,
                        heldAt,
                        releasedAt,
                        closedAt,
                        closedBy,
                        reason);
    }

    Case held(Instant time) {
        return new Case(
                id,
                State.HELD,
                outcome,
                severity,
                openedAt,
                since,
                rules,
                messagesOut,
                recipientsOut,
                time,
                null,
                closedAt,
                closedBy,
                reason);
    }

    Case released(Instant time) {
        return new Case(
                id,
                State.RELEASED,
                outcome,
                severity,
                openedAt,
                since,
                rules,
                messagesOut,
                recipientsOut,
                heldAt,
                time,
                closedAt,
                closedBy,
                reason);
    }

    Case closed(CaseCommand.Close close) {
        return new Case(
                id,
                State.CLOSED,
                close.outcome(),
                severity,
                openedAt,
                since,
                rules,
                messagesOut,
                recipientsOut,
                heldAt,
                releasedAt,
                close.time(),
                close.by(),
                close.reason());
    }

    /** Whether a command asked for just this outcome: a repetition. */
    boolean closedBy(CaseCommand.Close close) {
        return close.outcome() == outcome
                && close.by().equals(closedBy)
                && close.reason().equals(reason);
    }

    /**
     * Whether whoever knows an earlier form of this case should be told: any change but that of figures counts, and of figures
     * one by an eighth. During a burst every message changes them, and each telling is flushed to disk.
     */
    boolean tellsMoreThan(Case earlier) {
        return !id.equals(earlier.id)
                || state != earlier.state
                || severity != earlier.severity
                || rules.size() != earlier.rules.size()
                || rounded(messagesOut) != rounded(earlier.messagesOut)
                || rounded(hits()) != rounded(earlier.hits());
    }

    private long hits() {
        return rules.stream().mapToLong(RuleHits::hits).sum();
    }

    /** Down to four binary digits: 1 to 16, then every second number, from 32 on every fourth. */
    private static long rounded(long figure) {
        int drop = Math.max(0, 60 - Long.numberOfLeadingZeros(figure));
        return figure >> drop << drop;
    }
}
