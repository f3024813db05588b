package org.sekimori.lab.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sekimori.lab.evaluation.HonestTally.Felt;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.Numbers;

/**
 * What detection is to reach; {@code docs/detection.md} says why. The shipped rules are measured against it whether they reach it
 * or not.
 *
 * @param text what is measured
 * @param least whether the bound is the least wanted, else the most
 * @param bound the bound
 * @param measure of what the rulebook made of one generator's worlds
 */
record Goal(String text, boolean least, double bound, Function<Tally, Estimate> measure) {

    /** So many minutes stand for an attack that was never flagged: a miss counts in full. */
    static final double NEVER = Numbers.NEVER;

    private static final long SECONDS_OF_A_MINUTE = 60;

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

    private static Goal least(String text, double bound, Function<Tally, Estimate> measure) {
        return new Goal(text, true, bound, measure);
    }

    private static Goal most(String text, double bound, Function<Tally, Estimate> measure) {
        return new Goal(text, false, bound, measure);
    }

    /** The figure reached, with its interval. */
    Estimate reached(Tally tally) {
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

    private static Estimate caught(Tally tally, Tempo tempo) {
        return Rows.share(Rows.of(tally.attacks(), tempo), Rows::caught);
    }

    private static Estimate flagged(Tally tally) {
        List<AttackOutcome> loud = tally.attacks().stream()
                .filter(attack -> Tempo.of(attack.attackClass()) != Tempo.QUIET)
                .toList();
        return Rows.share(loud, AttackOutcome::flagged);
    }

    private static Estimate out(Tally tally, Tempo tempo, double quantile) {
        return Rows.quantile(Rows.of(tally.attacks(), tempo), AttackOutcome::messagesUntilFlag, quantile);
    }

    /** Over all attacks: the median of those alone that were flagged would be best where the fewest are. */
    private static Estimate minutes(Tally tally, Tempo tempo) {
        return Rows.quantile(
                        Rows.of(tally.attacks(), tempo),
                        attack -> attack.flagged() ? attack.secondsToFlag() : (long) NEVER * SECONDS_OF_A_MINUTE,
                        0.5)
                .times(1.0 / SECONDS_OF_A_MINUTE);
    }

    private static Estimate felt(Tally tally, Felt felt) {
        return tally.honest().per10000(felt);
    }

    private static Estimate precision(Tally tally) {
        return Precision.at(
                Precision.MICROSOFT, Rows.share(tally.attacks(), AttackOutcome::flagged), felt(tally, Felt.FLAGGED));
    }

    private static Estimate load(Tally tally) {
        Estimate flagged = Rows.share(tally.attacks(), AttackOutcome::flagged);
        Estimate falseFlags = felt(tally, Felt.FLAGGED);
        return new Estimate(
                Precision.flagsAnalystDay(flagged.value(), falseFlags.value()),
                Precision.flagsAnalystDay(flagged.low(), falseFlags.low()),
                Precision.flagsAnalystDay(flagged.high(), falseFlags.high()));
    }
}
