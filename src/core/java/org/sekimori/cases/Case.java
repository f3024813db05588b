package org.sekimori.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.Verdict;

/**
 * An abuse case: the suspicion that an account is abused, from the flag that opened it to a person's judgement.
 *
 * @param id short code of the form {@code K7QX-3M2P}, derived from the account and the event that opened the case
 * @param version from 1; raised by every change that matters to a person who is deciding
 * @param state stage of the follow-up
 * @param severity the highest of the findings that flagged
 * @param reference reference of the decision that opened it; empty without one
 * @param openedAt event time of the opening
 * @param since start of the run of messages that ended in the flag, never after {@code openedAt}
 * @param rules the rules that flagged, in the order of their first hit; 1 to {@link #MOST_RULES}
 * @param messagesOut messages let pass from {@code since} until the case was held, released or closed
 * @param recipientsOut envelope recipients of these
 * @param quarantined messages in quarantine that no person has released or deleted yet, as far as is known
 * @param cleared references of messages that were in quarantine and that a person has released or deleted, oldest first; the latest {@link
 *     #MOST_CLEARED}
 * @param doubt whether all flags so far were quarantines, or such as anybody can cause: then the customer gets no letter, and no hold is placed automatically
 * @param progress steps of the follow-up that are done
 * @param assignee the person in charge; null while unassigned
 * @param reopened how often it was reopened after a release or a closing
 * @param judgement the final judgement; null until it is closed
 * @param history history, oldest first: the first line and the latest ones, at most {@link #MOST_STEPS}
 */
public record Case(
        String id,
        int version,
        State state,
        Severity severity,
        String reference,
        Instant openedAt,
        Instant since,
        List<RuleHits> rules,
        long messagesOut,
        long recipientsOut,
        long quarantined,
        List<String> cleared,
        boolean doubt,
        CaseProgress progress,
        @Nullable String assignee,
        int reopened,
        @Nullable CaseJudgement judgement,
        List<CaseHistoryEntry> history) {

    /** Most rules that a case counts; decisions have the others. */
    public static final int MOST_RULES = 8;

    /** Most lines of history; the audit trail has all. */
    public static final int MOST_STEPS = 32;

    /** Most lines of history of a closed case. */
    public static final int MOST_STEPS_CLOSED = 12;

    /** Most messages released from quarantine or deleted that a case remembers, at some ten bytes each. */
    public static final int MOST_CLEARED = 256;

    /** Longest text of a line of a closed case, in characters. */
    private static final int MOST_TEXT_CLOSED = 80;

    /** Size limit of an open case's history, in bytes. */
    private static final int ROOM = 6 * 1024;

    /** Size limit of a closed case's history, in bytes. */
    private static final int ROOM_CLOSED = 768;

    /** Named as the rule of a case that was opened by word. */
    public static final String REPORTED = "reported";

    /** How far a case is followed up. The order is part of the binary form of an account: only append. */
    public enum State {
        /** Suspected; no notice was sent yet. */
        FLAGGED,
        /** Submission is closed. */
        HELD,
        /** Submission is open again, and the account is watched more strictly. */
        RELEASED,
        /** A person has judged. */
        CLOSED,
        /** The customer was notified; submission is open. */
        NOTIFIED,
        /** The device is clean; the password is still the one that was stolen. */
        CLEANED,
        /** The password was changed on a clean device; waits for the release. */
        PASSWORD_CHANGED,
        /** The watch has ended without another flag; waits for the verdict. */
        WATCHED;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Parses a state's word; null if unknown. */
        public static @Nullable State of(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            return null;
        }

        /** Whether the measures taken should have locked the intruder out. */
        boolean helped() {
            return this == PASSWORD_CHANGED || this == RELEASED || this == WATCHED;
        }

        /** Whether the intruder may still have the password, as far as is known. */
        boolean dangerous() {
            return this == FLAGGED || this == NOTIFIED || this == HELD || this == CLEANED;
        }
    }

    /** Final judgement of a case. The order is part of the binary form of an account: only append. */
    public enum Outcome {
        /** The account was abused. */
        CONFIRMED,
        /** It was its owner. */
        FALSE_POSITIVE;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Parses an outcome's word; null if unknown. */
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
        cleared = List.copyOf(cleared);
        history = List.copyOf(history);
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw new IllegalArgumentException("a case names 1 to " + MOST_RULES + " rules, not " + rules.size());
        }
        if (since.isAfter(openedAt)
                || messagesOut < 0
                || recipientsOut < 0
                || quarantined < 0
                || version < 1
                || reopened < 0) {
            throw new IllegalArgumentException("a case begins no later than it is opened, and counts from 0");
        }
        if ((state == State.CLOSED) != (judgement != null)) {
            throw new IllegalArgumentException("a case is closed with a judgement, or open without");
        }
    }

    /** Starts a case that has just been flagged; {@code since} is when it was opened, unless set. */
    public static CaseBuilder builder(String id, Severity severity, Instant openedAt) {
        return new CaseBuilder(id, severity, openedAt);
    }

    /** Starts a copy of this case. */
    public CaseBuilder toBuilder() {
        return new CaseBuilder(this);
    }

    /**
     * The case that a decision opens.
     *
     * @param decision has flags
     * @param since when the run of messages began that led to it
     * @param messages let pass since then, that of the decision included unless it was quarantined
     * @param recipients of these
     */
    public static Case opened(Decision decision, Instant since, long messages, long recipients) {
        List<Finding> flagging = flagging(decision);
        Severity severity = Severity.LOW;
        List<RuleHits> rules = new ArrayList<>();
        for (Finding finding : flagging) {
            severity = higher(severity, severity(decision, finding));
            if (rules.size() < MOST_RULES) {
                rules.add(RuleHits.first(finding.rule(), finding.version(), decision.time()));
            }
        }
        return fresh(
                        ReferenceCode.of(decision.account(), "case " + decision.id())
                                .code(),
                        severity,
                        decision.reference(),
                        decision.time(),
                        since.isAfter(decision.time()) ? decision.time() : since,
                        rules,
                        messages,
                        recipients,
                        new CaseHistoryEntry(
                                decision.time(), "opened", CaseSet.SERVICE, String.join(", ", decision.flags()), 0))
                .toBuilder()
                .quarantined(inQuarantine(decision))
                .doubt(doubtful(decision))
                .build();
    }

    private static int inQuarantine(Decision decision) {
        return decision.verdict() instanceof Verdict.Quarantine ? 1 : 0;
    }

    /** Low for what anybody can cause: a stranger must not prepare the hold that follows from the next flag. */
    private static Severity severity(Decision decision, Finding finding) {
        return decision.trigger().causedByAnybody() ? Severity.LOW : finding.severity();
    }

    /** Whether all flags of a decision are quarantines, or anybody can cause them. */
    private static boolean doubtful(Decision decision) {
        return decision.trigger().causedByAnybody()
                || decision.findings().stream()
                        .noneMatch(finding -> finding.mode() == Mode.ENFORCE && finding.effect() == Effect.FLAG);
    }

    /** A case opened by a report instead of a flag. */
    static Case reported(CaseCommand.Report report) {
        CaseCommand.Header head = report.head();
        return fresh(
                ReferenceCode.of(head.account(), "case report " + head.id()).code(),
                Severity.HIGH,
                report.reference(),
                head.time(),
                head.time(),
                List.of(RuleHits.first(REPORTED, 1, head.time())),
                0,
                0,
                CaseSet.step(head, "opened", report.reason()));
    }

    /** A case opened by a person who placed a hold; their reason is the next line of the history. */
    static Case placed(String id, CaseHistoryEntry held) {
        return fresh(
                id,
                Severity.HIGH,
                "",
                held.time(),
                held.time(),
                List.of(RuleHits.first(REPORTED, 1, held.time())),
                0,
                0,
                new CaseHistoryEntry(held.time(), "opened", held.by(), "submission was closed", held.command()));
    }

    private static Case fresh(
            String id,
            Severity severity,
            String reference,
            Instant openedAt,
            Instant since,
            List<RuleHits> rules,
            long messages,
            long recipients,
            CaseHistoryEntry first) {
        return builder(id, severity, openedAt)
                .reference(reference)
                .since(since)
                .rules(rules)
                .messagesOut(messages)
                .recipientsOut(recipients)
                .history(List.of(first))
                .build();
    }

    /** The flagging findings of a decision, one for each rule. */
    private static List<Finding> flagging(Decision decision) {
        Map<String, Finding> byRule = new LinkedHashMap<>();
        for (Finding finding : decision.findings()) {
            if (finding.mode() == Mode.ENFORCE && finding.effect().flags()) {
                byRule.merge(finding.rule(), finding, (a, b) -> a.severity().compareTo(b.severity()) < 0 ? b : a);
            }
        }
        return List.copyOf(byRule.values());
    }

    private static Severity higher(Severity a, Severity b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    /** Ids of the rules that flagged. */
    public List<String> ruleIds() {
        return rules.stream().map(RuleHits::rule).toList();
    }

    /** The last line of the history; null without one. */
    public @Nullable CaseHistoryEntry lastStep() {
        return history.isEmpty() ? null : history.get(history.size() - 1);
    }

    /** The outcome; null until the case is closed. */
    public @Nullable Outcome outcome() {
        return judgement == null ? null : judgement.outcome();
    }

    /** Whether the history shows that the command with this fingerprint was already carried out. */
    boolean carriedOut(long command) {
        return command != 0 && history.stream().anyMatch(step -> step.command() == command);
    }

    /** With one more decision that flags. A rule or a severity that is new makes another version. */
    Case flagged(Decision decision) {
        Case gathered = this;
        for (Finding finding : flagging(decision)) {
            gathered = gathered.with(finding.rule(), finding.version(), severity(decision, finding), decision.time());
        }
        gathered = gathered.toBuilder()
                .quarantined(quarantined + inQuarantine(decision))
                .build();
        return doubtful(decision) ? gathered : gathered.withoutDoubt();
    }

    /** More than a doubt from now on, which makes another version. */
    Case withoutDoubt() {
        return doubt ? toBuilder().version(version + 1).doubt(false).build() : this;
    }

    /** After a person released or deleted messages that were in quarantine. */
    Case quarantineCleared(CaseCommand.ClearQuarantine command, CaseHistoryEntry step) {
        Set<String> all = new LinkedHashSet<>(cleared);
        all.addAll(command.references());
        // Of messages that two people released at the same time, each counts once.
        int fresh = command.references().isEmpty() ? command.messages() : all.size() - cleared.size();
        List<String> latest = List.copyOf(all);
        return noted(step).toBuilder()
                .quarantined(Math.max(0, quarantined - fresh))
                .cleared(latest.subList(Math.max(0, latest.size() - MOST_CLEARED), latest.size()))
                .build();
    }

    /** With one more hit of a rule. */
    Case with(String rule, int ruleVersion, Severity hitSeverity, Instant time) {
        List<RuleHits> hits = new ArrayList<>(rules);
        int at = 0;
        while (at < hits.size() && !hits.get(at).rule().equals(rule)) {
            at++;
        }
        if (at < hits.size()) {
            hits.set(at, hits.get(at).plus(ruleVersion, time));
        } else if (at < MOST_RULES) {
            hits.add(RuleHits.first(rule, ruleVersion, time));
        }
        Severity highest = higher(severity, hitSeverity);
        boolean news = hits.size() != rules.size() || highest != severity;
        return toBuilder()
                .version(news ? version + 1 : version)
                .severity(highest)
                .rules(hits)
                .build();
    }

    /** Counts one more message that was let pass. Messages after a hold or a release are no damage of this case. */
    Case sent(int recipients) {
        return state != State.FLAGGED && state != State.NOTIFIED
                ? this
                : toBuilder()
                        .messagesOut(messagesOut + 1)
                        .recipientsOut(recipientsOut + recipients)
                        .build();
    }

    /** One step further. */
    Case moved(State to, CaseProgress done, CaseHistoryEntry step) {
        return changed(to, done, assignee, reopened, null, step);
    }

    Case assigned(@Nullable String to, CaseHistoryEntry step) {
        return changed(state, progress, to, reopened, judgement, step);
    }

    /** Adds a history line and changes nothing else; closed cases take comments, too. */
    Case noted(CaseHistoryEntry step) {
        return changed(state, progress, assignee, reopened, judgement, step);
    }

    Case closed(CaseJudgement verdict, CaseHistoryEntry step) {
        return changed(State.CLOSED, progress, assignee, reopened, verdict, step);
    }

    /** Restarts the follow-up: the measures so far have not helped. */
    Case again(CaseHistoryEntry step) {
        return changed(State.FLAGGED, progress.again(), assignee, reopened + 1, null, step);
    }

    private Case changed(
            State to,
            CaseProgress done,
            @Nullable String who,
            int times,
            @Nullable CaseJudgement verdict,
            CaseHistoryEntry step) {
        return toBuilder()
                .version(version + 1)
                .state(to)
                .progress(done)
                .assignee(who)
                .reopened(times)
                .judgement(verdict)
                .history(remembering(step, to == State.CLOSED))
                .build();
    }

    /**
     * Appends a line. The first line names the cause of the case and always stays. Account state is written with every message,
     * so the history is also bounded in bytes, and a closed case keeps little.
     */
    private List<CaseHistoryEntry> remembering(CaseHistoryEntry step, boolean done) {
        List<CaseHistoryEntry> steps = new ArrayList<>(history);
        steps.add(step);
        if (done) {
            steps.replaceAll(line -> line.shortened(MOST_TEXT_CLOSED));
        }
        int most = done ? MOST_STEPS_CLOSED : MOST_STEPS;
        int room = done ? ROOM_CLOSED : ROOM;
        while (steps.size() > 2
                && (steps.size() > most
                        || steps.stream().mapToInt(CaseHistoryEntry::bytes).sum() > room)) {
            steps.remove(1);
        }
        return steps;
    }

    /**
     * Whether this case differs enough from a published one to be published again: every new version does, and figures that grew
     * by an eighth. During a burst every message changes the figures, and each publication is flushed to disk.
     */
    boolean isWorthPublishingAfter(Case earlier) {
        return !id.equals(earlier.id)
                || version != earlier.version
                || rounded(messagesOut) != rounded(earlier.messagesOut)
                || rounded(quarantined) != rounded(earlier.quarantined)
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
