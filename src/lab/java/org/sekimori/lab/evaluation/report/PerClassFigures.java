package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.NumberFormats;
import org.sekimori.lab.report.SvgPlot;

/** Figures by class: detected attacks, and affected honest customers. */
record PerClassFigures(WorldPanels panels) {

    private static final String ALL = "all ";
    private static final double ATTACK_ROW = 25;
    private static final double BAR = 13;
    private static final double HONEST_ROW = 42;
    private static final double STEP = 11;
    private static final double MARGIN = 24;
    private static final double KEY = 26;
    private static final double MOST_NAME = 190;

    /** An effect on honest customers, and its mark. */
    private record Felt(String word, Function<HonestRow, Estimate> figure, SvgPlot.Mark mark, String style) {}

    private static final List<Felt> FELT = List.of(
            new Felt("flagged", HonestRow::falseFlags, SvgPlot.Mark.DIAMOND, "s1"),
            new Felt("blocked", HonestRow::falseBlocks, SvgPlot.Mark.SQUARE, "s2"),
            new Felt("refused abroad", HonestRow::policyRefusals, SvgPlot.Mark.CIRCLE, "s3"));

    void attacks() {
        panels.figure(
                "attacks-caught",
                "Which attacks are caught",
                "The longer the bar, the more attacks of the class are caught: flagged, or refused so that nothing got out. The thin"
                        + " line through its end is the interval of 95 %: long where few attacks were played. The diamond is the"
                        + " share that was flagged; where it lies far left of the bar's end, attacks are stopped but nobody is told.",
                this::attacks);
    }

    void honest() {
        AxisScale scale = AxisScale.rates(felt().mapToDouble(Estimate::value), felt().mapToDouble(Estimate::high));
        panels.figure(
                "honest-felt",
                "Which honest customers are hit",
                "From left to right: on how many of 10,000 days of a customer it happens, in steps of ten, with none at the left"
                        + " end. The thin lines are intervals of 95 %; a long one from zero means few customers of the class, so"
                        + " little is known. Far right is bad.",
                (world, id) -> honest(world, id, scale));
    }

    private Stream<Estimate> felt() {
        return panels.worlds().stream()
                .flatMap(world -> world.honest().stream())
                .filter(row -> row.accountDays() > 0)
                .flatMap(row -> FELT.stream().map(felt -> felt.figure().apply(row)));
    }

    private void attacks(WorldRow world, String id) {
        List<AttackRow> rows = ordered(world.attacks());
        if (rows.isEmpty()) {
            panels.out().element("p", "No attacks to draw.", "class", "none");
            return;
        }
        double bottom = WorldPanels.TOP + KEY + rows.size() * ATTACK_ROW;
        SvgPlot plot = plot(AxisScale.share(), rows.size(), names(rows.stream().map(AttackRow::attack)), bottom);
        String title = "Share of attacks caught by class, " + world.world();
        SvgPlot.picture(panels.out(), id, WorldPanels.WIDTH, bottom + WorldPanels.FOOT, title, caught(rows), () -> {
            plot.xAxis("attacks of the class");
            attackKey(plot);
            for (int i = 0; i < rows.size(); i++) {
                attack(plot, rows.get(i), plot.py(i));
            }
        });
    }

    /** Each tempo's attacks together, then its classes. */
    private static List<AttackRow> ordered(List<AttackRow> rows) {
        List<AttackRow> ordered = new ArrayList<>();
        rows.stream().map(AttackRow::tempo).distinct().forEach(tempo -> {
            rows.stream().filter(row -> row.attack().equals(ALL + tempo)).forEach(ordered::add);
            rows.stream()
                    .filter(row -> row.tempo().equals(tempo) && !row.attack().startsWith(ALL))
                    .forEach(ordered::add);
        });
        return ordered;
    }

    private static void attack(SvgPlot plot, AttackRow row, double y) {
        boolean all = row.attack().startsWith(ALL);
        name(plot, row.attack(), y, all);
        if (row.attacks() == 0) {
            plot.text(plot.left() + 6, y + 4, "start", "tick", "none were played");
            return;
        }
        plot.bar(row.caught().value(), y, BAR, all ? "s1" : "s1 part");
        plot.across(row.caught(), y, "ink");
        plot.mark(SvgPlot.Mark.DIAMOND, plot.px(row.flagged().value()), y, "s2");
    }

    private static void attackKey(SvgPlot plot) {
        double y = WorldPanels.TOP - 10;
        plot.segment(plot.left(), y, plot.left() + 20, y, "swatch s1");
        plot.text(plot.left() + 26, y + 4, "start", "label", "caught");
        double whisker = plot.left() + 84;
        plot.segment(whisker, y, whisker + 20, y, "whisker ink");
        plot.segment(whisker, y - 4, whisker, y + 4, "whisker ink");
        plot.segment(whisker + 20, y - 4, whisker + 20, y + 4, "whisker ink");
        plot.text(whisker + 26, y + 4, "start", "label", "95 %");
        plot.mark(SvgPlot.Mark.DIAMOND, plot.left() + 158, y, "s2");
        plot.text(plot.left() + 168, y + 4, "start", "label", "flagged");
    }

    private static String caught(List<AttackRow> rows) {
        return rows.stream()
                .map(row ->
                        row.attack() + ": " + NumberFormats.percent(row.caught().value()) + " caught, "
                                + NumberFormats.percent(row.flagged().value()) + " flagged")
                .collect(Collectors.joining("; "));
    }

    private void honest(WorldRow world, String id, AxisScale scale) {
        List<HonestRow> rows = world.honest();
        if (rows.isEmpty()) {
            panels.out().element("p", "No honest customers to draw.", "class", "none");
            return;
        }
        double bottom = WorldPanels.TOP + KEY + rows.size() * HONEST_ROW;
        SvgPlot plot = plot(scale, rows.size(), names(rows.stream().map(HonestRow::honest)), bottom);
        String title = "What honest customers felt by class, " + world.world();
        SvgPlot.picture(panels.out(), id, WorldPanels.WIDTH, bottom + WorldPanels.FOOT, title, felt(rows), () -> {
            plot.xAxis("in 10,000 account-days");
            honestKey(plot);
            for (int i = 0; i < rows.size(); i++) {
                honest(plot, rows.get(i), plot.py(i), i + 1 == rows.size());
            }
        });
    }

    private static void honest(SvgPlot plot, HonestRow row, double y, boolean all) {
        plot.segment(plot.left(), y - HONEST_ROW / 2, plot.right(), y - HONEST_ROW / 2, "grid");
        name(plot, row.honest(), y, all);
        if (row.accountDays() == 0) {
            plot.text(plot.left() + 6, y + 4, "start", "tick", "no days were played");
            return;
        }
        for (int i = 0; i < FELT.size(); i++) {
            Felt felt = FELT.get(i);
            Estimate figure = felt.figure().apply(row);
            double at = y + (i - 1) * STEP;
            plot.across(figure, at, felt.style());
            plot.mark(felt.mark(), plot.px(figure.value()), at, felt.style());
        }
    }

    private static void honestKey(SvgPlot plot) {
        double x = plot.left() - 30;
        for (Felt felt : FELT) {
            plot.mark(felt.mark(), x, WorldPanels.TOP - 10, felt.style());
            plot.text(x + 10, WorldPanels.TOP - 6, "start", "label", felt.word());
            x += 28 + felt.word().length() * PlotLabelPlacer.LETTER;
        }
    }

    private static String felt(List<HonestRow> rows) {
        return rows.stream()
                .map(row -> row.honest() + ": "
                        + NumberFormats.number(row.falseFlags().value()) + " flagged, "
                        + NumberFormats.number(row.falseBlocks().value()) + " blocked, "
                        + NumberFormats.number(row.policyRefusals().value()) + " refused abroad")
                .collect(Collectors.joining("; "));
    }

    private SvgPlot plot(AxisScale x, int rows, double left, double bottom) {
        return new SvgPlot(
                panels.out(),
                x,
                AxisScale.rows(rows),
                left,
                WorldPanels.TOP + KEY - 18,
                WorldPanels.WIDTH - MARGIN,
                bottom);
    }

    private static double names(Stream<String> names) {
        double longest = names.mapToDouble(name -> name.length() * PlotLabelPlacer.LETTER)
                .max()
                .orElse(0);
        return 12 + Math.min(MOST_NAME, longest);
    }

    private static void name(SvgPlot plot, String name, double y, boolean strong) {
        plot.text(plot.left() - 8, y + 4, "end", strong ? "label strong" : "label", name);
    }
}
