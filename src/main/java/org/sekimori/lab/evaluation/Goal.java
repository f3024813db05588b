package org.sekimori.lab.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.sekimori.lab.evaluation.HonestTally.Felt;

/**
 * What detection is to reach; {@code docs/detection.md} says why. The shipped rules are measured against it whether they reach it
 * or not.
 *
 * @param text what is measured
 * @param least whether the bound is the least wanted, else the most
 * @param bound the bound
 * @param measure of what the rulebook made of one generator's worlds
 */
record Goal(String text, boolean least, double bound, ToDoubleFunction<Tally> measure) {

    private static final double SECONDS_OF_A_MINUTE = 60;

    /** All of them, in the order of the page. */
    static List<Goal> all() {
        return List.of(
                least("fast attacks caught", 0.99, tally -> caught(tally, Tempo.FAST)),
                least("slow attacks caught", 0.95, tally -> caught(tally, Tempo.SLOW)),
                least("quiet attacks caught", 0.50, tally -> caught(tally, Tempo.QUIET)),
                least("fast and slow attacks flagged", 0.90, Goal::flagged),
                most("messages out before the flag, fast, median", 5, tally -> out(tally, Tempo.FAST, 0.5)),
                most("messages out before the flag, fast, 95 %", 30, tally -> out(tally, Tempo.FAST, 0.95)),
                most("messages out before the flag, slow, median", 20, tally -> out(tally, Tempo.SLOW, 0.5)),
                most("messages out before the flag, slow, 95 %", 100, tally -> out(tally, Tempo.SLOW, 0.95)),
                most("minutes to the flag, fast, median", 10, tally -> minutes(tally, Tempo.FAST)),
                most("minutes to the flag, slow, median", 720, tally -> minutes(tally, Tempo.SLOW)),
                most("false blocks in 10,000 account-days", 1.0, tally -> felt(tally, Felt.BLOCKED)),
                most("false flags in 10,000 account-days", 1.0, tally -> felt(tally, Felt.FLAGGED)),
                least("precision at 1.7 compromises in 10,000", 0.60, Goal::precision),
                most("flags a day with 100,000 accounts", 30, Goal::load));
    }

    private static Goal least(String text, double bound, ToDoubleFunction<Tally> measure) {
        return new Goal(text, true, bound, measure);
    }

    private static Goal most(String text, double bound, ToDoubleFunction<Tally> measure) {
        return new Goal(text, false, bound, measure);
    }

    /** The figure reached, rounded as a report shows it. */
    double reached(Tally tally) {
        return Estimate.round(measure.applyAsDouble(tally));
    }

    boolean met(double reached) {
        return least ? reached >= bound : reached <= bound;
    }

    /** The bound in words, such as {@code at least 0.99}. */
    String wanted() {
        String number = bound == Math.rint(bound)
                ? Long.toString((long) bound)
                : String.format(Locale.ROOT, "%.2f", bound).replaceAll("0$", "");
        return (least ? "at least " : "at most ") + number;
    }

    private static double caught(Tally tally, Tempo tempo) {
        return Rows.share(Rows.of(tally.attacks(), tempo), Rows::caught).value();
    }

    private static double flagged(Tally tally) {
        List<AttackOutcome> loud = tally.attacks().stream()
                .filter(attack -> Tempo.of(attack.attackClass()) != Tempo.QUIET)
                .toList();
        return Rows.share(loud, AttackOutcome::flagged).value();
    }

    private static double out(Tally tally, Tempo tempo, double quantile) {
        return Rows.quantile(Rows.of(tally.attacks(), tempo), AttackOutcome::messagesUntilFlag, quantile)
                .value();
    }

    private static double minutes(Tally tally, Tempo tempo) {
        List<AttackOutcome> flagged = Rows.of(tally.attacks(), tempo).stream()
                .filter(AttackOutcome::flagged)
                .toList();
        return Rows.quantile(flagged, AttackOutcome::secondsToFlag, 0.5).value() / SECONDS_OF_A_MINUTE;
    }

    private static double felt(Tally tally, Felt felt) {
        return tally.honest().per10000(felt).value();
    }

    private static double precision(Tally tally) {
        return Precision.of(
                Precision.MICROSOFT,
                Rows.share(tally.attacks(), AttackOutcome::flagged).value(),
                felt(tally, Felt.FLAGGED));
    }

    private static double load(Tally tally) {
        return Precision.flagsAnalystDay(
                Rows.share(tally.attacks(), AttackOutcome::flagged).value(), felt(tally, Felt.FLAGGED));
    }
}
