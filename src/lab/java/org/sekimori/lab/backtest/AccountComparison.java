package org.sekimori.lab.backtest;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;

/** Differences of one account between both rulebooks; only for accounts with a finding. */
final class AccountComparison {

    int refusedBaseline;
    int refusedCandidate;

    /** Refused by the candidate alone, and by the baseline alone. */
    final RefusalDifference newlyRefused = new RefusalDifference();

    final RefusalDifference noLongerRefused = new RefusalDifference();

    /** Flags of each rulebook: rule to its first time. */
    final SortedMap<String, FirstFlag> flagsBaseline = new TreeMap<>();

    final SortedMap<String, FirstFlag> flagsCandidate = new TreeMap<>();

    /** Ends the name under which failures of a rule are counted. */
    static final String FAILED = " FAILED";

    /** Findings of the candidate's shadow rules: rule to messages. */
    final SortedMap<String, Integer> shadow = new TreeMap<>();

    /** The day of each rulebook's last flag, so that a day counts once; meaningless before the first. */
    long flaggedDayBaseline = Long.MIN_VALUE;

    long flaggedDayCandidate = Long.MIN_VALUE;

    /** The first message that a rule flagged. */
    record FirstFlag(Instant time, String place) {

        static FirstFlag earlier(FirstFlag one, FirstFlag other) {
            return other.time.isBefore(one.time) ? other : one;
        }
    }

    /** Messages about which the two part. */
    static final class RefusalDifference {
        int messages;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        final SortedMap<String, Integer> rules = new TreeMap<>();
        final SortedMap<String, Integer> places = new TreeMap<>();

        void add(Decision decision) {
            messages++;
            first = decision.time().isBefore(first) ? decision.time() : first;
            last = decision.time().isAfter(last) ? decision.time() : last;
            rules.merge(acting(decision), 1, Integer::sum);
            places.merge(BacktestCounts.place(decision.origin()), 1, Integer::sum);
        }
    }

    /** The rule that refused; of a refusal only. Findings come strongest first, enforced before shadowed. */
    static String acting(Decision refusal) {
        return refusal.findings().get(0).rule();
    }

    static boolean refused(@Nullable Decision decision) {
        return decision != null && decision.verdict().refuses();
    }

    void add(@Nullable Decision was, Decision would) {
        boolean refusedWas = refused(was);
        boolean refusedWould = refused(would);
        refusedBaseline += refusedWas ? 1 : 0;
        refusedCandidate += refusedWould ? 1 : 0;
        if (refusedWould && !refusedWas) {
            newlyRefused.add(would);
        }
        if (was != null) {
            if (refusedWas && !refusedWould) {
                noLongerRefused.add(was);
            }
            flags(flagsBaseline, was);
        }
        flags(flagsCandidate, would);
        for (Finding finding : would.findings()) {
            if (finding.mode() == Finding.Mode.SHADOW && !finding.leftOut()) {
                shadow.merge(shown(finding), 1, Integer::sum);
            }
        }
    }

    /** Names a rule that failed: its silence is no result. */
    private static String shown(Finding finding) {
        return finding.rule().equals(Finding.FAILURE_RULE) ? finding.evidence().get("rule") + FAILED : finding.rule();
    }

    private static void flags(Map<String, FirstFlag> flags, Decision decision) {
        for (String rule : decision.flags()) {
            flags.merge(
                    rule, new FirstFlag(decision.time(), BacktestCounts.place(decision.origin())), FirstFlag::earlier);
        }
    }
}
