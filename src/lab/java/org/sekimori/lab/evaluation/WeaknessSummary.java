package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.Estimate;

/** The weaknesses that a reader must know before the good figures: misses, affected customers, critical assumptions. */
final class WeaknessSummary {

    private static final double HALF = 0.5;
    private static final double OFTEN = 2;
    private static final double MUCH = 1.5;
    private static final double NEAR = 0.2;

    private WeaknessSummary() {}

    static List<String> of(List<WorldRow> worlds, List<GoalRow> goals, List<SweepRow> sweeps) {
        List<String> all = new ArrayList<>();
        long missed = goals.stream().filter(goal -> !goal.met()).count();
        all.add(missed + " of " + goals.size() + " goals are missed"
                + goals.stream()
                        .filter(goal -> !goal.met())
                        .map(goal -> goal.goal() + (goal.decided() ? "" : " (undecided)"))
                        .collect(Collectors.joining("; ", missed == 0 ? "" : ": ", ".")));
        for (WorldRow world : worlds) {
            baselines(world, all);
            attacks(world, all);
            honest(world, all);
        }
        sweeps(worlds, sweeps, all);
        all.add(
                "Everything here is invented: two generators with assumptions of their own, no provider's customers. Real"
                        + " networks, trips and thieves differ; `sekimori lab compare` shows how far a log of yours is from the simulator.");
        all.add(
                "Thieves and customers do not react to what is decided: nobody sends again later, changes to webmail, or gives"
                        + " up. A flag is taken for found the moment it is raised; how long people need is not in the figures.");
        return all;
    }

    /** A simpler way that bothers fewer honest customers and misses few attacks more deserves to be named before anything else. */
    private static void baselines(WorldRow world, List<String> all) {
        DetectorRow rulebook = world.detectors().get(0);
        world.detectors().stream()
                .filter(other ->
                        other.falseFlags().high() < rulebook.falseFlags().low()
                                && other.flagsAnalystDay() > 0
                                && other.caught().value() > rulebook.caught().value() - NEAR)
                .forEach(other -> all.add(format(
                        "%s: %s, a far simpler way, flags %.2f honest account-days in 10,000 where this rulebook flags %.2f, and catches"
                                + " %.0f %% of attacks, this rulebook %.0f %%; half of them get %.0f messages out before, here %.0f.",
                        world.world(),
                        other.detector(),
                        other.falseFlags().value(),
                        rulebook.falseFlags().value(),
                        100 * other.caught().value(),
                        100 * rulebook.caught().value(),
                        other.outMedian(),
                        rulebook.outMedian())));
    }

    private static void attacks(WorldRow world, List<String> all) {
        world.attacks().stream()
                .filter(row -> !row.attack().startsWith("all ") && row.caught().value() < HALF)
                .sorted(Comparator.comparingDouble(row -> row.caught().value()))
                .forEach(row -> all.add(format(
                        "%s: of '%s' %.0f %% are caught; half of these attacks get %,.0f messages or more out.",
                        world.world(),
                        row.attack(),
                        100 * row.caught().value(),
                        row.outMedian().value())));
        List<AttackRow> silent = world.attacks().stream()
                .filter(row -> !row.attack().startsWith("all "))
                .filter(row -> row.caught().value() - row.flagged().value() > HALF)
                .toList();
        if (!silent.isEmpty()) {
            all.add(format(
                    "%s: most of %s get nothing out, but nobody is told: the account is refused at the border and not flagged, so"
                            + " its stolen password stays in use.",
                    world.world(),
                    silent.stream().map(row -> "'" + row.attack() + "'").collect(Collectors.joining(", "))));
        }
    }

    private static void honest(WorldRow world, List<String> all) {
        HonestRow together = world.honest().get(world.honest().size() - 1);
        world.honest().stream()
                .filter(row -> row != together && row.accountDays() > 0)
                .filter(row -> row.falseBlocks().value()
                                > Math.max(OFTEN, OFTEN * together.falseBlocks().value())
                        || row.falseFlags().value()
                                > Math.max(OFTEN, OFTEN * together.falseFlags().value()))
                .sorted(Comparator.comparingDouble((HonestRow row) ->
                        -row.falseBlocks().value() - row.falseFlags().value()))
                .forEach(row -> all.add(format(
                        "%s: '%s' is hit without being at fault: blocked on %.1f and flagged on %.1f of 10,000 account-days.",
                        world.world(),
                        row.honest(),
                        row.falseBlocks().value(),
                        row.falseFlags().value())));
    }

    private static void sweeps(List<WorldRow> worlds, List<SweepRow> sweeps, List<String> all) {
        for (SweepRow sweep : sweeps) {
            HonestRow plain = worlds.stream()
                    .filter(world -> world.world().equals(sweep.world()))
                    .findFirst()
                    .map(world -> world.honest().get(world.honest().size() - 1))
                    .orElseThrow();
            Estimate caught = worlds.stream()
                    .filter(world -> world.world().equals(sweep.world()))
                    .findFirst()
                    .map(world -> world.detectors().get(0).caught())
                    .orElseThrow();
            if (sweep.caught().high() < caught.low()) {
                all.add(format(
                        "%s: with %s x %s only %.0f %% of attacks are caught, not %.0f %%.",
                        sweep.world(),
                        sweep.assumption(),
                        factor(sweep),
                        100 * sweep.caught().value(),
                        100 * caught.value()));
            }
            if (sweep.falseFlags().low() > MUCH * plain.falseFlags().value()
                    || sweep.falseBlocks().low() > MUCH * plain.falseBlocks().value()
                    || sweep.policyRefusals().low()
                            > MUCH * plain.policyRefusals().value()) {
                all.add(format(
                        "%s: with %s x %s the figures are %.1f false flags, %.1f false blocks and %.1f policy refusals in 10,000"
                                + " account-days, not %.1f, %.1f and %.1f.",
                        sweep.world(),
                        sweep.assumption(),
                        factor(sweep),
                        sweep.falseFlags().value(),
                        sweep.falseBlocks().value(),
                        sweep.policyRefusals().value(),
                        plain.falseFlags().value(),
                        plain.falseBlocks().value(),
                        plain.policyRefusals().value()));
            }
        }
    }

    private static String factor(SweepRow sweep) {
        return Double.toString(sweep.factor()).replaceAll("\\.0$", "");
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
