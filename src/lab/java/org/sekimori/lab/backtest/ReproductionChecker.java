package org.sekimori.lab.backtest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.lab.backtest.DecisionFingerprints.DecisionFingerprint;
import org.sekimori.lab.backtest.DecisionFingerprints.MatchResult;

/**
 * Compares recorded decisions with those made again. A partition's decisions are in the order of its entries, so one that was not
 * made again is older than the log if it precedes the first that was, later than the reading if it follows the last, and missing
 * if it lies between.
 *
 * <p>An event id decided twice has one decision id, so decisions are matched as a multiset of ids and bytes. Fingerprints of one
 * id may be spread over threads, because any of them may have stepped the account in a round.
 */
public final class ReproductionChecker {

    private static final int MOST_EXAMPLES = 10;

    /** How each decision begins. */
    private static final String HEAD = "{\"id\":\"";

    private final List<DecisionFingerprints> prints;
    private final Map<Integer, Gap> gaps = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long reproduced;
    private long differing;
    private long missing;
    private long older;

    private enum Known {
        SAME,
        DIFFERENT,
        ABSENT
    }

    /** Decisions not made again since the last that was. */
    private static final class Gap {
        private boolean begun;
        private long absent;
        private final List<String> first = new ArrayList<>();
    }

    ReproductionChecker(List<DecisionFingerprints> prints) {
        this.prints = prints;
    }

    /** Takes the next decision of a partition, as it is on the log. */
    public void recorded(int partition, byte[] decision) {
        Gap gap = gaps.computeIfAbsent(partition, key -> new Gap());
        String id = id(decision);
        Known known = find(DecisionFingerprint.of(id, decision));
        if (known == Known.ABSENT) {
            gap.absent++;
            if (gap.first.size() < MOST_EXAMPLES) {
                gap.first.add(id);
            }
            return;
        }
        close(gap);
        if (known == Known.SAME) {
            reproduced++;
        } else {
            differing++;
            example(id);
        }
    }

    private void close(Gap gap) {
        if (gap.begun) {
            missing += gap.absent;
            gap.first.forEach(this::example);
        } else {
            older += gap.absent;
        }
        gap.begun = true;
        gap.absent = 0;
        gap.first.clear();
    }

    private void example(String id) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(id);
        }
    }

    /** One that is recorded more often than it was made is different, too. */
    private Known find(DecisionFingerprint print) {
        for (DecisionFingerprints some : prints) {
            MatchResult taken = some.match(print);
            if (taken != MatchResult.NONE) {
                if (taken == MatchResult.RESERVED) {
                    reserve(print.id());
                }
                return Known.SAME;
            }
        }
        if (prints.stream().noneMatch(some -> some.knows(print.id()))) {
            return Known.ABSENT;
        }
        reserve(print.id());
        return Known.DIFFERENT;
    }

    /** Reserves the fingerprint made in place of a different one, so that it does not count as unrecorded. */
    private void reserve(long id) {
        for (DecisionFingerprints some : prints) {
            if (some.reserve(id)) {
                return;
            }
        }
    }

    private static String id(byte[] decision) {
        String start = new String(decision, 0, Math.min(decision.length, 64), StandardCharsets.UTF_8);
        int end = start.indexOf('"', HEAD.length());
        return start.startsWith(HEAD) && end > 0 ? start.substring(HEAD.length(), end) : "";
    }

    /** The result, when all were taken. */
    public ReproductionResult result() {
        long later = 0;
        for (Gap gap : gaps.values()) {
            if (gap.begun) {
                later += gap.absent;
            } else {
                older += gap.absent;
            }
        }
        long unrecorded =
                prints.stream().mapToLong(DecisionFingerprints::unused).sum();
        return new ReproductionResult(reproduced, differing, missing, older, later, unrecorded, examples);
    }
}
