package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.QuarantineRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.RuleRow;
import org.sekimori.lab.evaluation.report.FlagPrecision;
import org.sekimori.lab.report.Estimate;

/** Builds a report's rows from scores. */
public final class EvaluationRowBuilder {

    private static final double SECONDS_OF_A_MINUTE = 60;
    private static final double PER = 10_000;

    private EvaluationRowBuilder() {}

    public static AttackRow attacks(String name, String tempo, List<AttackOutcome> attacks) {
        long[] minutes = attacks.stream()
                .filter(AttackOutcome::flagged)
                .mapToLong(AttackOutcome::secondsToFlag)
                .toArray();
        return new AttackRow(
                name,
                tempo,
                attacks.size(),
                share(attacks, EvaluationRowBuilder::caught),
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

    static List<AttackOutcome> of(List<AttackOutcome> attacks, AttackTempo tempo) {
        return attacks.stream()
                .filter(attack -> AttackTempo.of(attack.attackClass()) == tempo)
                .toList();
    }

    public static HonestRow honest(String name, HonestAccountCounts tally) {
        return new HonestRow(
                name,
                tally.accounts(),
                tally.days(),
                tally.per10000(Impact.FLAGGED),
                tally.per10000(Impact.BLOCKED),
                tally.per10000(Impact.POLICY));
    }

    static List<RuleRow> rules(DetectorScores tally) {
        HonestAccountCounts all = tally.honestCounts();
        Map<String, Integer> first = new TreeMap<>();
        all.byRule().keySet().forEach(rule -> first.put(rule, 0));
        for (AttackOutcome attack : tally.attacks()) {
            if (attack.flagged()) {
                first.merge(attack.flaggedBy(), 1, Integer::sum);
            }
        }
        List<RuleRow> rows = new ArrayList<>();
        first.forEach((rule, count) -> {
            Map<Impact, Long> felt = all.byRule().getOrDefault(rule, Map.of());
            rows.add(new RuleRow(
                    rule,
                    per10000(felt, Impact.FLAGGED, all.days()),
                    per10000(felt, Impact.BLOCKED, all.days()),
                    per10000(felt, Impact.POLICY, all.days()),
                    count));
        });
        return rows;
    }

    /** What was quarantined; null if nothing was. */
    static @Nullable QuarantineRow quarantine(DetectorScores tally) {
        Estimate honest = tally.honestCounts().per10000(Impact.DELAYED);
        long hostile = sum(tally.attacks(), AttackOutcome::messagesQuarantined);
        return hostile == 0 && honest.value() == 0
                ? null
                : new QuarantineRow(Estimate.round(ratio(hostile, sum(tally.attacks(), AttackOutcome::tried))), honest);
    }

    private static double per10000(Map<Impact, Long> felt, Impact what, long days) {
        return Estimate.round(ratio(felt.getOrDefault(what, 0L), days) * PER);
    }

    public static DetectorRow detector(String name, DetectorScores tally) {
        List<AttackOutcome> attacks = tally.attacks();
        HonestAccountCounts honest = tally.honestCounts();
        Estimate flagged = share(attacks, AttackOutcome::flagged);
        Estimate falseFlags = honest.per10000(Impact.FLAGGED);
        return new DetectorRow(
                name,
                share(attacks, EvaluationRowBuilder::caught),
                share(of(attacks, AttackTempo.FAST), EvaluationRowBuilder::caught)
                        .value(),
                share(of(attacks, AttackTempo.SLOW), EvaluationRowBuilder::caught)
                        .value(),
                share(of(attacks, AttackTempo.QUIET), EvaluationRowBuilder::caught)
                        .value(),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.5).value(),
                quantile(attacks, AttackOutcome::messagesUntilFlag, 0.95).value(),
                falseFlags,
                honest.per10000(Impact.BLOCKED),
                honest.per10000(Impact.POLICY).value(),
                FlagPrecision.at(FlagPrecision.MICROSOFT, flagged, falseFlags),
                FlagPrecision.at(FlagPrecision.GOOGLE, flagged, falseFlags),
                Estimate.round(FlagPrecision.flagsAnalystDay(flagged.value(), falseFlags.value())));
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
