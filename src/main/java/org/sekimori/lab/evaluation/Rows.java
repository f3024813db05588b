package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.sekimori.lab.evaluation.HonestTally.Felt;
import org.sekimori.lab.evaluation.Report.AttackRow;
import org.sekimori.lab.evaluation.Report.DetectorRow;
import org.sekimori.lab.evaluation.Report.HonestRow;
import org.sekimori.lab.evaluation.Report.RuleRow;
import org.sekimori.lab.report.Estimate;

/** Makes a report's rows of tallies. */
final class Rows {

    private static final double SECONDS_OF_A_MINUTE = 60;
    private static final double PER = 10_000;

    private Rows() {}

    static AttackRow attacks(String name, String tempo, List<AttackOutcome> attacks) {
        long[] minutes = attacks.stream()
                .filter(AttackOutcome::flagged)
                .mapToLong(AttackOutcome::secondsToFlag)
                .toArray();
        return new AttackRow(
                name,
                tempo,
                attacks.size(),
                share(attacks, Rows::caught),
                share(attacks, AttackOutcome::flagged),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.5),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.95),
                quantile(attacks, AttackOutcome::recipientsUntilFlag, 0.5),
                quantile(attacks, AttackOutcome::recipientsUntilFlag, 0.95),
                Estimate.quantile(minutes, 0.5).times(1 / SECONDS_OF_A_MINUTE),
                Estimate.quantile(minutes, 0.95).times(1 / SECONDS_OF_A_MINUTE),
                quantile(attacks, AttackOutcome::messagesOut, 0.5),
                quantile(attacks, AttackOutcome::messagesOut, 0.95),
                Estimate.round(1 - ratio(sum(attacks, AttackOutcome::messagesOut), sum(attacks, AttackOutcome::tried))),
                Estimate.round(
                        ratio(sum(attacks, AttackOutcome::ownersRefused), sum(attacks, AttackOutcome::ownersTried))));
    }

    /** Flagged, or nothing got out. */
    static boolean caught(AttackOutcome attack) {
        return attack.flagged() || attack.messagesOut() == 0;
    }

    static List<AttackOutcome> of(List<AttackOutcome> attacks, Tempo tempo) {
        return attacks.stream()
                .filter(attack -> Tempo.of(attack.attackClass()) == tempo)
                .toList();
    }

    static HonestRow honest(String name, HonestTally tally) {
        return new HonestRow(
                name,
                tally.accounts(),
                tally.days(),
                tally.per10000(Felt.FLAGGED),
                tally.per10000(Felt.BLOCKED),
                tally.per10000(Felt.POLICY));
    }

    static List<RuleRow> rules(Tally tally) {
        HonestTally all = tally.honest();
        Map<String, Integer> first = new TreeMap<>();
        all.byRule().keySet().forEach(rule -> first.put(rule, 0));
        for (AttackOutcome attack : tally.attacks()) {
            if (attack.flagged()) {
                first.merge(attack.flaggedBy(), 1, Integer::sum);
            }
        }
        List<RuleRow> rows = new ArrayList<>();
        first.forEach((rule, count) -> {
            Map<Felt, Long> felt = all.byRule().getOrDefault(rule, Map.of());
            rows.add(new RuleRow(
                    rule,
                    per10000(felt, Felt.FLAGGED, all.days()),
                    per10000(felt, Felt.BLOCKED, all.days()),
                    per10000(felt, Felt.POLICY, all.days()),
                    count));
        });
        return rows;
    }

    private static double per10000(Map<Felt, Long> felt, Felt what, long days) {
        return Estimate.round(ratio(felt.getOrDefault(what, 0L), days) * PER);
    }

    static DetectorRow detector(String name, Tally tally) {
        List<AttackOutcome> attacks = tally.attacks();
        HonestTally honest = tally.honest();
        Estimate flagged = share(attacks, AttackOutcome::flagged);
        Estimate falseFlags = honest.per10000(Felt.FLAGGED);
        return new DetectorRow(
                name,
                share(attacks, Rows::caught),
                share(of(attacks, Tempo.FAST), Rows::caught).value(),
                share(of(attacks, Tempo.SLOW), Rows::caught).value(),
                share(of(attacks, Tempo.QUIET), Rows::caught).value(),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.5).value(),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.95).value(),
                falseFlags,
                honest.per10000(Felt.BLOCKED),
                honest.per10000(Felt.POLICY).value(),
                Precision.at(Precision.MICROSOFT, flagged, falseFlags),
                Precision.at(Precision.GOOGLE, flagged, falseFlags),
                Estimate.round(Precision.flagsAnalystDay(flagged.value(), falseFlags.value())));
    }

    static Estimate share(List<AttackOutcome> attacks, Predicate<AttackOutcome> which) {
        return Estimate.share(attacks.stream().filter(which).count(), attacks.size());
    }

    static Estimate quantile(List<AttackOutcome> attacks, ToLongFunction<AttackOutcome> what, double quantile) {
        return Estimate.quantile(attacks.stream().mapToLong(what).toArray(), quantile);
    }

    private static long sum(List<AttackOutcome> attacks, ToLongFunction<AttackOutcome> what) {
        return attacks.stream().mapToLong(what).sum();
    }

    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
