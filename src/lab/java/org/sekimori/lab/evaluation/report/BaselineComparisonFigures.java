package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Line;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.NumberFormats;
import org.sekimori.lab.report.PlotPoint;
import org.sekimori.lab.report.SvgPlot;

/** The rulebook beside simpler detectors: detection against false flags, and the precision of flags. */
record BaselineComparisonFigures(WorldPanels panels) {

    private static final double HEIGHT = 320;
    private static final double LIMITS_MARGIN = 20;
    private static final double NAMES_MARGIN = 176;
    private static final double MARK_RADIUS = 6;

    /** Looks of the baselines' lines, in the order of the table. */
    private static final List<String> BASELINES =
            List.of("s2 dash", "s3 dots", "s4 dashdot", "s5 dash", "s6 dots", "ink dashdot", "s2 dots");

    void draw() {
        AxisScale falseFlags = falseFlags();
        panels.figure(
                "operating-curve",
                "What catching costs: limits on recipients an hour, and this rulebook",
                "From left to right: false flags in 10,000 account-days, in steps of ten. Upward: the share of attacks caught. Each"
                        + " circle is a limit, its number the recipients allowed in an hour; the diamond is this rulebook with its"
                        + " intervals. Up and to the left is better: a diamond above the line beats every limit.",
                (world, id) -> operatingCurve(world, id, falseFlags));
        panels.figure(
                "precision",
                "How many flags are right",
                "From left to right: how many of 10,000 accounts are broken into on a day. Upward: the share of flags that are"
                        + " right. The rarer theft is, the more flags are false. The dotted uprights are two published rates, 0.09 by"
                        + " Google and 1.7 by Microsoft, with the intervals of this rulebook at them. A line at 100 % means that no"
                        + " false flag was seen, not that there are none, and says nothing of how many attacks are found: see the"
                        + " table.",
                this::precision);
    }

    private AxisScale falseFlags() {
        List<Double> values = panels.worlds().stream()
                .flatMap(world -> world.curves().limits().stream())
                .flatMap(line -> line.points().stream())
                .map(PlotPoint::x)
                .toList();
        DoubleStream highs = Stream.concat(
                        values.stream(),
                        panels.worlds().stream()
                                .flatMap(world -> rulebook(world).stream())
                                .map(row -> row.falseFlags().high()))
                .mapToDouble(Double::doubleValue);
        return AxisScale.rates(values.stream().mapToDouble(Double::doubleValue), highs);
    }

    private void operatingCurve(WorldRow world, String id, AxisScale falseFlags) {
        List<Line> lines = world.curves().limits();
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            panels.out().element("p", "Nothing to draw.", "class", "none");
            return;
        }
        SvgPlot plot = plot(falseFlags, LIMITS_MARGIN);
        String title = "Attacks caught against false flags, " + world.world();
        SvgPlot.picture(panels.out(), id, WorldPanels.WIDTH, HEIGHT, title, points(lines), () -> {
            plot.xAxis("false flags in 10,000 account-days");
            plot.yAxis("attacks caught");
            PlotLabelPlacer labels = new PlotLabelPlacer(plot);
            lines.forEach(line -> {
                labels.reserve(line.points());
                line.points().forEach(point -> labels.reserve(plot.px(point.x()), plot.py(point.y()), MARK_RADIUS));
            });
            rulebook(world).ifPresent(row -> rulebook(plot, labels, row));
            lines.stream().filter(line -> !ofRulebook(line)).forEach(line -> limits(plot, labels, line));
        });
    }

    private static void rulebook(SvgPlot plot, PlotLabelPlacer labels, DetectorRow row) {
        double x = plot.px(row.falseFlags().value());
        double y = plot.py(row.caught().value());
        plot.across(row.falseFlags(), y, "s1");
        plot.upright(row.caught(), x, "s1");
        plot.mark(SvgPlot.Mark.DIAMOND, x, y, "s1");
        // Beyond the interval, which would cross it out.
        labels.point(row.detector(), plot.px(row.falseFlags().high()), y, "label strong");
    }

    private static void limits(SvgPlot plot, PlotLabelPlacer labels, Line line) {
        plot.line(line.points(), "s2");
        for (PlotPoint point : line.points()) {
            double x = plot.px(point.x());
            double y = plot.py(point.y());
            plot.mark(SvgPlot.Mark.CIRCLE, x, y, "s2");
            labels.point(point.label(), x, y, "label");
        }
    }

    private static String points(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .map(point -> point.label() + ": " + NumberFormats.percent(point.y()) + " caught at "
                        + NumberFormats.number(point.x()) + " false flags")
                .collect(Collectors.joining("; "));
    }

    private void precision(WorldRow world, String id) {
        List<Line> lines = world.detectors().stream()
                .filter(row -> row.flagsAnalystDay() > 0)
                .flatMap(row -> world.curves().precision().stream()
                        .filter(line -> line.name().equals(row.detector())
                                && !line.points().isEmpty()))
                .toList();
        if (lines.isEmpty()) {
            panels.out().element("p", "Nothing to draw: nothing was flagged.", "class", "none");
            return;
        }
        SvgPlot plot = plot(AxisScale.baseRates(), NAMES_MARGIN);
        String title = "Share of flags that are right, " + world.world();
        SvgPlot.picture(panels.out(), id, WorldPanels.WIDTH, HEIGHT, title, precision(world), () -> {
            plot.xAxis("compromises in 10,000 account-days");
            plot.yAxis("flags that are right");
            published(plot, FlagPrecision.GOOGLE);
            published(plot, FlagPrecision.MICROSOFT);
            rulebook(world).filter(row -> row.flagsAnalystDay() > 0).ifPresent(row -> {
                plot.upright(row.precisionGoogle(), plot.px(FlagPrecision.GOOGLE), "s1");
                plot.upright(row.precisionMicrosoft(), plot.px(FlagPrecision.MICROSOFT), "s1");
            });
            List<PlotLabelPlacer.End> ends = new ArrayList<>();
            int baseline = 0;
            for (Line line : lines) {
                String style = ofRulebook(line) ? "s1 thick" : BASELINES.get(baseline++ % BASELINES.size());
                plot.line(line.points(), style);
                ends.add(new PlotLabelPlacer.End(
                        line.name(), line.points().get(line.points().size() - 1).y(), style, ofRulebook(line)));
            }
            new PlotLabelPlacer(plot).ends(ends);
        });
        silent(world);
    }

    private static void published(SvgPlot plot, double rate) {
        double at = plot.px(rate);
        plot.segment(at, plot.top() - 2, at, plot.bottom(), "published");
        plot.text(at, plot.top() - 4, "middle", "tick", AxisScale.words(rate));
    }

    /** Those without a line. */
    private void silent(WorldRow world) {
        String names = world.detectors().stream()
                .filter(row -> row.flagsAnalystDay() <= 0)
                .map(DetectorRow::detector)
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            panels.out().element("p", "Never flags, so has no line: " + names + ".", "class", "note");
        }
    }

    private static String precision(WorldRow world) {
        return world.detectors().stream()
                .filter(row -> row.flagsAnalystDay() > 0)
                .map(row -> row.detector() + ": "
                        + NumberFormats.percent(row.precisionMicrosoft().value()) + " right at 1.7, "
                        + NumberFormats.percent(row.precisionGoogle().value()) + " at 0.09")
                .collect(Collectors.joining("; "));
    }

    private SvgPlot plot(AxisScale x, double margin) {
        return new SvgPlot(
                panels.out(),
                x,
                AxisScale.share(),
                WorldPanels.LEFT,
                WorldPanels.TOP,
                WorldPanels.WIDTH - margin,
                HEIGHT - WorldPanels.FOOT);
    }

    private static Optional<DetectorRow> rulebook(WorldRow world) {
        return world.detectors().stream()
                .filter(row -> row.detector().equals(DetectorCatalog.RULEBOOK))
                .findFirst();
    }

    private static boolean ofRulebook(Line line) {
        return line.name().equals(DetectorCatalog.RULEBOOK);
    }
}
