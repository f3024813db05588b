package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekimori.lab.evaluation.AttackTempo;
import org.sekimori.lab.evaluation.report.FlagPrecision;

/**
 * What a model would reach on traces at a threshold, with all other rules as they were: messages that it would have held are not out.
 *
 * @param fast share of fast attacks that are flagged, or get nothing out
 * @param slow the same of slow ones
 * @param quiet the same of quiet ones
 * @param flagged share of fast and slow attacks that are flagged
 * @param falseFlags honest account-days that are flagged, in 10,000
 */
record TraceFigures(
        double fast,
        double slow,
        double quiet,
        double flagged,
        long outFastMedian,
        long outFast95,
        long outSlowMedian,
        long outSlow95,
        double falseFlags,
        double precision) {

    private static final double PER = 10_000;
    private static final double MOST = 0.95;

    private record Outcome(AttackTempo tempo, boolean flagged, long outBefore, boolean anyOut) {}

    static TraceFigures of(TraceSet traces, double[] scores, double flag, double quarantine) {
        List<Outcome> outcomes = new ArrayList<>();
        for (AttackTrace attack : traces.attacks()) {
            outcomes.add(outcome(attack, scores, flag, quarantine));
        }
        long days = 0;
        for (HonestTrace account : traces.honest()) {
            for (HonestTrace.Day day : account.active()) {
                days += day.flagged() || reaches(day, scores, flag) ? 1 : 0;
            }
        }
        double falseFlags = days * PER / Math.max(1, traces.accountDays());
        double all = share(outcomes.stream().map(Outcome::flagged).toList());
        return new TraceFigures(
                caught(outcomes, AttackTempo.FAST),
                caught(outcomes, AttackTempo.SLOW),
                caught(outcomes, AttackTempo.QUIET),
                share(outcomes.stream()
                        .filter(one -> one.tempo() != AttackTempo.QUIET)
                        .map(Outcome::flagged)
                        .toList()),
                out(outcomes, AttackTempo.FAST, 0.5),
                out(outcomes, AttackTempo.FAST, MOST),
                out(outcomes, AttackTempo.SLOW, 0.5),
                out(outcomes, AttackTempo.SLOW, MOST),
                falseFlags,
                FlagPrecision.of(FlagPrecision.MICROSOFT, all, falseFlags));
    }

    private static boolean reaches(HonestTrace.Day day, double[] scores, double flag) {
        return Arrays.stream(day.vectors()).anyMatch(vector -> scores[vector] >= flag);
    }

    private static Outcome outcome(AttackTrace attack, double[] scores, double flag, double quarantine) {
        boolean flagged = false;
        long before = 0;
        boolean any = false;
        for (int i = 0; i < attack.vectors().length; i++) {
            double score = scores[attack.vectors()[i]];
            flagged |= score >= flag || attack.flagged(i);
            if (attack.hostile(i) && attack.passed(i) && score < quarantine) {
                any = true;
                before += flagged ? 0 : 1;
            }
        }
        return new Outcome(attack.tempo(), flagged, before, any);
    }

    private static double caught(List<Outcome> outcomes, AttackTempo tempo) {
        return share(outcomes.stream()
                .filter(one -> one.tempo() == tempo)
                .map(one -> one.flagged() || !one.anyOut())
                .toList());
    }

    private static double share(List<Boolean> of) {
        return of.isEmpty() ? 0 : of.stream().filter(one -> one).count() / (double) of.size();
    }

    private static long out(List<Outcome> outcomes, AttackTempo tempo, double quantile) {
        long[] out = outcomes.stream()
                .filter(one -> one.tempo() == tempo)
                .mapToLong(Outcome::outBefore)
                .sorted()
                .toArray();
        return out.length == 0 ? 0 : out[(int) Math.min(out.length - 1, Math.ceil(quantile * out.length) - 1)];
    }
}
