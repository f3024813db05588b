package org.sekimori.lab.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.statistics.DifferenceSummary;
import org.sekimori.lab.statistics.PopulationComparison;
import org.sekimori.lab.statistics.PopulationSample;
import org.sekimori.lab.statistics.PublicMailDatasets;
import org.sekimori.lab.statistics.StatisticValue;
import org.sekimori.lab.statistics.TrafficStatistic;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Output of {@code lab compare}.
 *
 * @param yours the operator's log
 * @param simulated the simulator
 * @param comparison of the latter with the former
 * @param sets ranges of the public sets' figures
 */
record PopulationComparisonText(
        PopulationSample yours, PopulationSample simulated, PopulationComparison comparison, PublicMailDatasets sets) {

    private static final String ROW = "%-58s %11s %11s %7s  %s%n";

    void print(PrintWriter out) {
        heads(out);
        out.printf(ROW, "", "yours", "simulator", "ratio", "public sets");
        Map<TrafficStatistic, StatisticValue> mine = yours.figures();
        Map<TrafficStatistic, StatisticValue> invented = simulated.figures();
        for (TrafficStatistic figure : TrafficStatistic.values()) {
            if (mine.containsKey(figure)) {
                row(out, figure, mine.get(figure), invented.get(figure));
            }
        }
        out.println();
        List<DifferenceSummary> notices = DifferenceSummary.of(comparison);
        if (notices.isEmpty()) {
            out.println("Nothing differs by more than chance explains: read the evaluation's plain figures.");
            return;
        }
        out.println("* differs by more than a tenth and more than chance explains: three standard errors, by account.");
        out.println();
        out.println("What differs, and what it means for the evaluation of the rules:");
        for (DifferenceSummary notice : notices) {
            out.println();
            for (PopulationComparison.Line line : notice.lines()) {
                out.println("- " + sentence(line));
            }
            notice.meanings().forEach(meaning -> out.println("  " + meaning));
        }
    }

    private void heads(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Your log: %,d accounts, %,d messages, %s to %s (%d days).%n",
                yours.accounts(),
                yours.messages(),
                yours.first(),
                yours.last(),
                yours.days());
        if (yours.bulk() > 0) {
            out.printf(
                    Locale.ROOT,
                    "Left out: %,d accounts with %,d messages that send in bulk (more than %d recipients on an active"
                            + " day in the mean); some of them may be abused.%n",
                    yours.bulk(),
                    yours.bulkMessages(),
                    PopulationSample.BULK_RECIPIENTS);
        }
        out.printf(
                Locale.ROOT,
                "Simulator: %,d accounts, %,d messages, %d days; %,d accounts that send in bulk are left out.%n%n",
                simulated.accounts(),
                simulated.messages(),
                simulated.days(),
                simulated.bulk());
    }

    private void row(PrintWriter out, TrafficStatistic figure, StatisticValue mine, @Nullable StatisticValue invented) {
        String unit = figure.unit();
        String label = unit.length() > 1 ? figure.label() + ", " + unit : figure.label();
        Optional<PopulationComparison.Line> line = comparison.lines().stream()
                .filter(one -> one.figure() == figure)
                .findFirst();
        boolean differs = line.map(PopulationComparison.Line::differs).orElse(false);
        out.printf(
                ROW,
                label,
                number(figure, mine.value()) + (differs ? "*" : " "),
                invented == null ? "-" : number(figure, invented.value()),
                line.map(one -> ratio(one.ratio())).orElse("-"),
                sets.range(figure)
                        .map(range -> number(figure, range.low()) + " to " + number(figure, range.high()))
                        .orElse("-"));
    }

    private static String sentence(PopulationComparison.Line line) {
        TrafficStatistic figure = line.figure();
        String compared = line.ratio() == 0 || Double.isInfinite(line.ratio())
                ? ""
                : ", " + ratio(line.ratio()) + " times as much";
        String unit = figure.unit().length() > 1 ? " " + figure.unit() : "";
        return figure.title() + ": yours " + number(figure, line.other().value()) + ", simulated "
                + number(figure, line.reference().value()) + unit + compared + ".";
    }

    private static String number(TrafficStatistic figure, double value) {
        String digits = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, value) + (figure.unit().equals("%") ? " %" : "");
    }

    private static String ratio(double ratio) {
        return Double.isInfinite(ratio) ? "∞" : String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : "%.2f", ratio);
    }

    /** The same for programs: both samples, the ranges of the public sets, and the differences. */
    ObjectNode json() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        sample(root.putObject("log"), yours);
        sample(root.putObject("simulator"), simulated);
        ObjectNode ranges = root.putObject("public_sets");
        for (TrafficStatistic figure : TrafficStatistic.values()) {
            sets.range(figure).ifPresent(range -> ranges.putObject(figure.word())
                    .put("low", range.low())
                    .put("high", range.high()));
        }
        var differing = root.putArray("differing");
        for (DifferenceSummary notice : DifferenceSummary.of(comparison)) {
            ObjectNode one = differing.addObject();
            notice.lines()
                    .forEach(line -> one.withArray("figures").add(line.figure().word()));
            notice.meanings().forEach(meaning -> one.withArray("meaning").add(meaning));
        }
        return root;
    }

    private static void sample(ObjectNode node, PopulationSample sample) {
        node.put("accounts", sample.accounts()).put("messages", sample.messages());
        node.put("first", sample.first().toString()).put("last", sample.last().toString());
        node.put("bulk_accounts", sample.bulk()).put("bulk_messages", sample.bulkMessages());
        ObjectNode figures = node.putObject("figures");
        sample.figures().forEach((figure, measured) -> figures.putObject(figure.word())
                .put("value", measured.value())
                .put("error", measured.error()));
    }
}
