package org.sekimori.lab.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.report.FlagPrecision;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.NumberFormats;

/**
 * A goal of detection; {@code docs/detection.md} gives the reasons. The shipped rules are measured against it whether they reach
 * it or not.
 *
 * @param text the measured quantity
 * @param least whether the bound is a minimum, else a maximum
 * @param bound the bound
 * @param measure of the rulebook's scores in one generator's worlds
 */
record DetectionGoal(String text, boolean least, double bound, Function<DetectorScores, Estimate> measure) {

    /** Minutes of an attack that was never flagged: a miss counts in full. */
    static final double NEVER = NumberFormats.NEVER;

    private static final long SECONDS_OF_A_MINUTE = 60;

    /** All of them, in the order of the page. */
    static List<DetectionGoal> all() {
        return List.of(
                least("fast attacks caught", 0.99, tally -> caught(tally, AttackTempo.FAST)),
                least("slow attacks caught", 0.95, tally -> caught(tally, AttackTempo.SLOW)),
                least("quiet attacks caught", 0.65, tally -> caught(tally, AttackTempo.QUIET)),
                least("fast and slow attacks flagged", 0.95, DetectionGoal::flagged),
                most("messages out before the flag, fast, median", 1, tally -> out(tally, AttackTempo.FAST, 0.5)),
                most("messages out before the flag, fast, 95 %", 10, tally -> out(tally, AttackTempo.FAST, 0.95)),
                most("messages out before the flag, slow, median", 2, tally -> out(tally, AttackTempo.SLOW, 0.5)),
                most("messages out before the flag, slow, 95 %", 15, tally -> out(tally, AttackTempo.SLOW, 0.95)),
                most("minutes to the flag, fast, median", 10, tally -> minutes(tally, AttackTempo.FAST)),
                most("minutes to the flag, slow, median", 720, tally -> minutes(tally, AttackTempo.SLOW)),
                most("false blocks in 10,000 account-days", 0.3, tally -> felt(tally, Impact.BLOCKED)),
                most("false flags in 10,000 account-days", 0.5, tally -> felt(tally, Impact.FLAGGED)),
                least("precision at 1.7 compromises in 10,000", 0.75, DetectionGoal::precision),
                most("flags a day with 100,000 accounts", 30, DetectionGoal::load));
    }

    private static DetectionGoal least(String text, double bound, Function<DetectorScores, Estimate> measure) {
        return new DetectionGoal(text, true, bound, measure);
    }

    private static DetectionGoal most(String text, double bound, Function<DetectorScores, Estimate> measure) {
        return new DetectionGoal(text, false, bound, measure);
    }

    /** The figure reached, with its interval. */
    Estimate reached(DetectorScores tally) {
        return measure.apply(tally);
    }

    boolean met(Estimate reached) {
        return least ? reached.value() >= bound : reached.value() <= bound;
    }

    /** Whether the whole interval lies on one side of the bound, so that other seeds will hardly say otherwise. */
    boolean decided(Estimate reached) {
        return least
                ? reached.low() >= bound || reached.high() < bound
                : reached.high() <= bound || reached.low() > bound;
    }

    /** The bound in words, such as {@code at least 0.99}. */
    String wanted() {
        String number = bound == Math.rint(bound)
                ? Long.toString((long) bound)
                : String.format(Locale.ROOT, "%.2f", bound).replaceAll("0$", "");
        return (least ? "at least " : "at most ") + number;
    }

    private static Estimate caught(DetectorScores tally, AttackTempo tempo) {
        return EvaluationRowBuilder.share(
                EvaluationRowBuilder.of(tally.attacks(), tempo), EvaluationRowBuilder::caught);
    }

    private static Estimate flagged(DetectorScores tally) {
        List<AttackOutcome> loud = tally.attacks().stream()
                .filter(attack -> AttackTempo.of(attack.attackClass()) != AttackTempo.QUIET)
                .toList();
        return EvaluationRowBuilder.share(loud, AttackOutcome::flagged);
    }

    private static Estimate out(DetectorScores tally, AttackTempo tempo, double quantile) {
        return EvaluationRowBuilder.quantile(
                EvaluationRowBuilder.of(tally.attacks(), tempo), AttackOutcome::messagesUntilFlag, quantile);
    }

    /** Over all attacks: the median of those alone that were flagged would be best where the fewest are. */
    private static Estimate minutes(DetectorScores tally, AttackTempo tempo) {
        return EvaluationRowBuilder.quantile(
                        EvaluationRowBuilder.of(tally.attacks(), tempo),
                        attack -> attack.flagged() ? attack.secondsToFlag() : (long) NEVER * SECONDS_OF_A_MINUTE,
                        0.5)
                .times(1.0 / SECONDS_OF_A_MINUTE);
    }

    private static Estimate felt(DetectorScores tally, Impact felt) {
        return tally.honestCounts().per10000(felt);
    }

    private static Estimate precision(DetectorScores tally) {
        return FlagPrecision.at(
                FlagPrecision.MICROSOFT,
                EvaluationRowBuilder.share(tally.attacks(), AttackOutcome::flagged),
                felt(tally, Impact.FLAGGED));
    }

    private static Estimate load(DetectorScores tally) {
        Estimate flagged = EvaluationRowBuilder.share(tally.attacks(), AttackOutcome::flagged);
        Estimate falseFlags = felt(tally, Impact.FLAGGED);
        return new Estimate(
                FlagPrecision.flagsAnalystDay(flagged.value(), falseFlags.value()),
                FlagPrecision.flagsAnalystDay(flagged.low(), falseFlags.low()),
                FlagPrecision.flagsAnalystDay(flagged.high(), falseFlags.high()));
    }
}
