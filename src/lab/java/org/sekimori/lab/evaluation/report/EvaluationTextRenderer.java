package org.sekimori.lab.evaluation.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.QuarantineRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.RuleRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.NumberFormats;

/** Renders a report for a terminal, at most 160 columns wide. */
public final class EvaluationTextRenderer {

    private static final int WIDTH = 130;

    private final StringBuilder out = new StringBuilder();

    private EvaluationTextRenderer() {}

    /** The text, with line feeds. */
    public static String of(EvaluationReport report) {
        EvaluationTextRenderer text = new EvaluationTextRenderer();
        text.head(report);
        text.weaknesses(report);
        text.goals(report);
        report.worlds().forEach(text::world);
        text.sweeps(report);
        return text.out.toString();
    }

    private void head(EvaluationReport report) {
        EvaluationReport.Setup setup = report.setup();
        line("%s", setup.command());
        line(
                "Rulebook %s, %s. %d + %d worlds of %,d accounts and %d days, of which %d are scored.",
                setup.rulebook(),
                setup.frozen()
                        ? "frozen by commit " + setup.frozenCommit().substring(0, 12)
                        : "not the one that commit " + setup.frozenCommit().substring(0, 12) + " froze",
                setup.simulatorSeeds().size(),
                setup.judgeSeeds().size(),
                setup.accounts(),
                setup.days(),
                setup.days() - setup.warmUpDays());
        line("Caught is the recall: flagged, or nothing got out. [a-b] is an interval of 95 %%, by account.");
    }

    private void weaknesses(EvaluationReport report) {
        title("Weaknesses");
        for (String weakness : report.weaknesses()) {
            wrapped(weakness);
        }
    }

    private void goals(EvaluationReport report) {
        title("Goals");
        StringBuilder names = new StringBuilder();
        report.worlds().forEach(world -> names.append(String.format("%16s", world.world())));
        line("  %-7s  %-48s  %-14s%s", "", "", "wanted", names);
        for (GoalRow goal : report.goals()) {
            StringBuilder reached = new StringBuilder();
            goal.reached()
                    .forEach(value -> reached.append(String.format(
                            "%9s %-6s", NumberFormats.number(value), goal.missedBy(value) ? "missed" : "met")));
            line(
                    "  %-7s  %-48s  %-14s%s",
                    (goal.met() ? "met" : "MISSED") + (goal.decided() ? "" : "?"), goal.goal(), goal.wanted(), reached);
        }
        line("  A question mark: the interval of the figure holds the bound, and another seed may say otherwise.");
    }

    private void world(WorldRow world) {
        title("The " + world.world() + ": what thieves got out under this rulebook");
        line(
                "  %-28s %7s  %-16s %-16s %16s %18s %16s %12s %7s",
                "",
                "attacks",
                "caught",
                "flagged",
                "messages until",
                "recipients until",
                "minutes, if",
                "messages",
                "owner");
        line(
                "  %-28s %7s  %-16s %-16s %16s %18s %16s %12s %7s",
                "", "", "", "", "flag: med, 95 %", "flag: med, 95 %", "flagged: med, 95 %", "in all: med", "refused");
        world.attacks().forEach(this::attack);
        title("The " + world.world() + ": what honest customers felt, in 10,000 account-days");
        line("  %-28s %12s  %-20s %-20s %-20s", "", "account-days", "false flags", "false blocks", "policy refusals");
        world.honest().forEach(this::honest);
        line("");
        line(
                "  %-28s %12s %12s %16s %20s",
                "rule", "false flags", "false blocks", "policy refusals", "first to flag attacks");
        world.rules().forEach(this::rule);
        quarantine(world.quarantine());
        title("The " + world.world() + ": beside the baselines");
        line(
                "  %-20s %-16s %5s %5s %5s %14s %-18s %-18s %7s %-16s %9s %6s",
                "",
                "caught",
                "fast",
                "slow",
                "quiet",
                "msgs med, 95 %",
                "false flags",
                "false blocks",
                "policy",
                "right at 1.7",
                "at 0.09",
                "flags/");
        line(
                "  %-20s %-16s %5s %5s %5s %14s %-18s %-18s %7s %-16s %9s %6s",
                "", "", "", "", "", "until flag", "", "", "", "", "", "day");
        world.detectors().forEach(this::detector);
    }

    private void attack(AttackRow row) {
        line(
                "  %-28s %7d  %-16s %-16s %16s %18s %16s %12s %7s",
                row.attack(),
                row.attacks(),
                percent(row.caught()),
                percent(row.flagged()),
                pair(row.untilFlagMedian(), row.untilFlagP95()),
                pair(row.recipientsUntilFlagMedian(), row.recipientsUntilFlagP95()),
                row.flagged().value() == 0 ? "-" : pair(row.minutesToFlagMedian(), row.minutesToFlagP95()),
                NumberFormats.number(row.outMedian().value()),
                NumberFormats.percent(row.ownersRefused()));
    }

    private void honest(HonestRow row) {
        line(
                "  %-28s %12s  %-20s %-20s %-20s",
                row.honest(),
                String.format(Locale.ROOT, "%,d", row.accountDays()),
                rate(row.falseFlags()),
                rate(row.falseBlocks()),
                rate(row.policyRefusals()));
    }

    private void rule(RuleRow row) {
        line(
                "  %-28s %12s %12s %16s %20d",
                row.rule(),
                NumberFormats.number(row.falseFlags()),
                NumberFormats.number(row.falseBlocks()),
                NumberFormats.number(row.policyRefusals()),
                row.firstToFlag());
    }

    private void quarantine(@Nullable QuarantineRow row) {
        if (row != null) {
            line("");
            line("  %s", sentence(row));
        }
    }

    /** Quarantined messages are neither out nor refused, so they are counted apart. */
    static String sentence(QuarantineRow row) {
        return "In quarantine: " + NumberFormats.percent(row.hostile())
                + " of the thieves' messages, and mail of honest customers on " + rate(row.honestDays())
                + " of 10,000 account-days: late, neither refused nor out.";
    }

    private void detector(DetectorRow row) {
        boolean flags = row.flagsAnalystDay() > 0;
        line(
                "  %-20s %-16s %5s %5s %5s %14s %-18s %-18s %7s %-16s %9s %6s",
                row.detector(),
                percent(row.caught()),
                NumberFormats.percent(row.caughtFast()),
                NumberFormats.percent(row.caughtSlow()),
                NumberFormats.percent(row.caughtQuiet()),
                NumberFormats.number(row.outMedian()) + ", " + NumberFormats.number(row.outP95()),
                rate(row.falseFlags()),
                rate(row.falseBlocks()),
                NumberFormats.number(row.policyRefusals()),
                flags ? percent(row.precisionMicrosoft()) : "-",
                flags ? NumberFormats.percent(row.precisionGoogle().value()) : "-",
                NumberFormats.number(row.flagsAnalystDay()));
    }

    private void sweeps(EvaluationReport report) {
        if (report.sweeps().isEmpty()) {
            return;
        }
        title("This rulebook under other assumptions, two seeds; in 10,000 account-days");
        line(
                "  %-10s %-18s %6s  %-16s %-20s %-20s %-20s %10s",
                "", "", "times", "caught", "false flags", "false blocks", "policy refusals", "msgs med");
        for (SweepRow row : report.sweeps()) {
            line(
                    "  %-10s %-18s %6s  %-16s %-20s %-20s %-20s %10s",
                    row.world(),
                    row.assumption(),
                    NumberFormats.number(row.factor()),
                    percent(row.caught()),
                    rate(row.falseFlags()),
                    rate(row.falseBlocks()),
                    rate(row.policyRefusals()),
                    NumberFormats.number(row.untilFlagMedian()));
        }
    }

    private static String pair(Estimate median, Estimate p95) {
        return NumberFormats.number(median.value()) + ", " + NumberFormats.number(p95.value());
    }

    private static String percent(Estimate share) {
        boolean small = share.high() < 0.1;
        String low =
                small ? NumberFormats.number(share.low() * 100) : String.format(Locale.ROOT, "%.0f", share.low() * 100);
        String high = small
                ? NumberFormats.number(share.high() * 100)
                : String.format(Locale.ROOT, "%.0f", share.high() * 100);
        return NumberFormats.percent(share.value()) + " [" + low + "-" + high + "]";
    }

    private static String rate(Estimate rate) {
        return NumberFormats.number(rate.value()) + " [" + NumberFormats.number(rate.low()) + "-"
                + NumberFormats.number(rate.high()) + "]";
    }

    private void title(String text) {
        line("");
        line("%s", text);
        line("%s", "-".repeat(text.length()));
    }

    /** A point of a list, broken at words. */
    private void wrapped(String text) {
        StringBuilder row = new StringBuilder("- ");
        for (String word : text.split(" ")) {
            if (row.length() + word.length() > WIDTH) {
                line("%s", row.toString().stripTrailing());
                row = new StringBuilder("  ");
            }
            row.append(word).append(' ');
        }
        line("%s", row.toString().stripTrailing());
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
