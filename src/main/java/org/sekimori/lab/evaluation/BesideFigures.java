package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sekimori.lab.evaluation.Report.DetectorRow;
import org.sekimori.lab.evaluation.Report.Line;
import org.sekimori.lab.evaluation.Report.WorldRow;
import org.sekimori.lab.report.Numbers;
import org.sekimori.lab.report.Plot;
import org.sekimori.lab.report.Point;
import org.sekimori.lab.report.Scale;

/** The rulebook beside simpler ways of detecting: what catching costs in false flags, and how many flags are right. */
record BesideFigures(Panels panels) {

    private static final double HEIGHT = 320;
    private static final double LIMITS_MARGIN = 20;
    private static final double NAMES_MARGIN = 176;
    private static final double MARK_RADIUS = 6;

    /** Looks of the baselines' lines, in the order of the table. */
    private static final List<String> BASELINES =
            List.of("s2 dash", "s3 dots", "s4 dashdot", "s5 dash", "s6 dots", "ink dashdot", "s2 dots");

    void draw() {
        Scale falseFlags = falseFlags();
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

    private Scale falseFlags() {
        List<Double> values = panels.worlds().stream()
                .flatMap(world -> world.curves().limits().stream())
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .toList();
        DoubleStream highs = Stream.concat(
                        values.stream(),
                        panels.worlds().stream()
                                .flatMap(world -> rulebook(world).stream())
                                .map(row -> row.falseFlags().high()))
                .mapToDouble(Double::doubleValue);
        return Scale.rates(values.stream().mapToDouble(Double::doubleValue), highs);
    }

    private void operatingCurve(WorldRow world, String id, Scale falseFlags) {
        List<Line> lines = world.curves().limits();
        if (lines.stream().allMatch(line -> line.points().isEmpty())) {
            panels.out().element("p", "Nothing to draw.", "class", "none");
            return;
        }
        Plot plot = plot(falseFlags, LIMITS_MARGIN);
        String title = "Attacks caught against false flags, " + world.world();
        Plot.picture(panels.out(), id, Panels.WIDTH, HEIGHT, title, points(lines), () -> {
            plot.xAxis("false flags in 10,000 account-days");
            plot.yAxis("attacks caught");
            Labels labels = new Labels(plot);
            lines.forEach(line -> {
                labels.taken(line.points());
                line.points().forEach(point -> labels.taken(plot.px(point.x()), plot.py(point.y()), MARK_RADIUS));
            });
            rulebook(world).ifPresent(row -> rulebook(plot, labels, row));
            lines.stream().filter(line -> !ofRulebook(line)).forEach(line -> limits(plot, labels, line));
        });
    }

    private static void rulebook(Plot plot, Labels labels, DetectorRow row) {
        double x = plot.px(row.falseFlags().value());
        double y = plot.py(row.caught().value());
        plot.across(row.falseFlags(), y, "s1");
        plot.upright(row.caught(), x, "s1");
        plot.mark(Plot.Mark.DIAMOND, x, y, "s1");
        // Beyond the interval, which would cross it out.
        labels.point(row.detector(), plot.px(row.falseFlags().high()), y, "label strong");
    }

    private static void limits(Plot plot, Labels labels, Line line) {
        plot.line(line.points(), "s2");
        for (Point point : line.points()) {
            double x = plot.px(point.x());
            double y = plot.py(point.y());
            plot.mark(Plot.Mark.CIRCLE, x, y, "s2");
            labels.point(point.label(), x, y, "label");
        }
    }

    private static String points(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .map(point -> point.label() + ": " + Numbers.percent(point.y()) + " caught at "
                        + Numbers.number(point.x()) + " false flags")
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
        Plot plot = plot(Scale.baseRates(), NAMES_MARGIN);
        String title = "Share of flags that are right, " + world.world();
        Plot.picture(panels.out(), id, Panels.WIDTH, HEIGHT, title, precision(world), () -> {
            plot.xAxis("compromises in 10,000 account-days");
            plot.yAxis("flags that are right");
            published(plot, Precision.GOOGLE);
            published(plot, Precision.MICROSOFT);
            rulebook(world).filter(row -> row.flagsAnalystDay() > 0).ifPresent(row -> {
                plot.upright(row.precisionGoogle(), plot.px(Precision.GOOGLE), "s1");
                plot.upright(row.precisionMicrosoft(), plot.px(Precision.MICROSOFT), "s1");
            });
            List<Labels.End> ends = new ArrayList<>();
            int baseline = 0;
            for (Line line : lines) {
                String style = ofRulebook(line) ? "s1 thick" : BASELINES.get(baseline++ % BASELINES.size());
                plot.line(line.points(), style);
                ends.add(new Labels.End(
                        line.name(), line.points().get(line.points().size() - 1).y(), style, ofRulebook(line)));
            }
            new Labels(plot).ends(ends);
        });
        silent(world);
    }

    private static void published(Plot plot, double rate) {
        double at = plot.px(rate);
        plot.segment(at, plot.top() - 2, at, plot.bottom(), "published");
        plot.text(at, plot.top() - 4, "middle", "tick", Scale.words(rate));
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
                        + Numbers.percent(row.precisionMicrosoft().value()) + " right at 1.7, "
                        + Numbers.percent(row.precisionGoogle().value()) + " at 0.09")
                .collect(Collectors.joining("; "));
    }

    private Plot plot(Scale x, double margin) {
        return new Plot(
                panels.out(), x, Scale.share(), Panels.LEFT, Panels.TOP, Panels.WIDTH - margin, HEIGHT - Panels.FOOT);
    }

    private static Optional<DetectorRow> rulebook(WorldRow world) {
        return world.detectors().stream()
                .filter(row -> row.detector().equals(Detectors.RULEBOOK))
                .findFirst();
    }

    private static boolean ofRulebook(Line line) {
        return line.name().equals(Detectors.RULEBOOK);
    }
}
