package org.sekimori.lab.evaluation;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.lab.report.Estimate;

/**
 * Effects on the honest customers of a class, in account-days: a day of an account counts once, however often it was flagged or
 * refused. Keeps the sums for an interval by account. Whole numbers only, so the order of adding does not matter.
 */
final class HonestAccountCounts {

    /** Effects on a customer's day. */
    enum Impact {
        /** The account was flagged for follow-up. */
        FLAGGED,
        /** A message was refused on suspicion or for a limit. */
        BLOCKED,
        /** A message was refused by the policy about places: abroad without a grant. */
        POLICY,
        /** A message waited in quarantine: late, and not refused. */
        DELAYED
    }

    private long accounts;
    private long days;
    private long daysSquared;
    private final Map<Impact, Sums> sums = new EnumMap<>(Impact.class);
    private final Map<String, Map<Impact, Long>> byRule = new TreeMap<>();

    private static final class Sums {
        private long sum;
        private long squares;
        private long timesDays;
    }

    HonestAccountCounts() {
        for (Impact felt : Impact.values()) {
            sums.put(felt, new Sums());
        }
    }

    /** An account with its scored days and the days with each effect. */
    void account(int scoredDays, Map<Impact, Integer> felt) {
        accounts++;
        days += scoredDays;
        daysSquared += (long) scoredDays * scoredDays;
        felt.forEach((what, count) -> {
            Sums of = of(what);
            of.sum += count;
            of.squares += (long) count * count;
            of.timesDays += (long) count * scoredDays;
        });
    }

    /** A rule did this to an account on a day. */
    void rule(String rule, Impact felt) {
        byRule.computeIfAbsent(rule, name -> new EnumMap<>(Impact.class)).merge(felt, 1L, Long::sum);
    }

    void add(HonestAccountCounts other) {
        accounts += other.accounts;
        days += other.days;
        daysSquared += other.daysSquared;
        for (Impact felt : Impact.values()) {
            Sums into = of(felt);
            Sums from = other.of(felt);
            into.sum += from.sum;
            into.squares += from.squares;
            into.timesDays += from.timesDays;
        }
        other.byRule.forEach((rule, counts) ->
                counts.forEach((felt, count) -> byRule.computeIfAbsent(rule, name -> new EnumMap<>(Impact.class))
                        .merge(felt, count, Long::sum)));
    }

    long accounts() {
        return accounts;
    }

    long days() {
        return days;
    }

    /** Account-days by rule. */
    Map<String, Map<Impact, Long>> byRule() {
        return byRule;
    }

    /** How often in 10,000 account-days. */
    Estimate per10000(Impact felt) {
        Sums of = of(felt);
        return Estimate.rate(of.sum, days, of.squares, of.timesDays, daysSquared)
                .times(10_000);
    }

    private Sums of(Impact felt) {
        Sums found = sums.get(felt);
        if (found == null) {
            throw new IllegalStateException("no sums of " + felt);
        }
        return found;
    }
}
