package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.NumberFormats;
import org.sekimori.lab.report.PlotPoint;
import org.sekimori.lab.report.SvgPlot;
import org.sekimori.text.HtmlWriter;

/** Sensitivity to assumptions: a figure for each, with three small plots on shared scales. */
record SweepFigures(HtmlWriter out, EvaluationReport report) {

    private static final double WIDTH = 310;
    private static final double HEIGHT = 180;
    private static final double MARGIN = 98;
    private static final double FOOT = 26;
    private static final double APART = 9;
    private static final List<String> STYLES = List.of("s1", "s2 dash", "s3 dots");

    /** A figure that is followed through the assumptions. */
    private record Measure(
            String word,
            boolean share,
            Function<SweepRow, Estimate> changed,
            Function<WorldRow, Optional<Estimate>> plain) {}

    /** A factor of an assumption, and its label. */
    private record Step(double factor, boolean plain, String word) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("false flags in 10,000", false, SweepRow::falseFlags, world -> together(world)
                    .map(HonestRow::falseFlags)),
            new Measure("policy refusals in 10,000", false, SweepRow::policyRefusals, world -> together(world)
                    .map(HonestRow::policyRefusals)),
            new Measure("attacks caught", true, SweepRow::caught, world -> world.detectors().stream()
                    .filter(row -> row.detector().equals(DetectorCatalog.RULEBOOK))
                    .findFirst()
                    .map(EvaluationReport.DetectorRow::caught)));

    void draw() {
        List<AxisScale> scales = MEASURES.stream().map(this::scale).toList();
        List<String> assumptions =
                report.sweeps().stream().map(SweepRow::assumption).distinct().toList();
        for (int i = 0; i < assumptions.size(); i++) {
            figure("sweep-" + i, assumptions.get(i), scales);
        }
    }

    private void figure(String id, String assumption, List<AxisScale> scales) {
        List<Step> steps = steps(assumption);
        out.element(
                "figure",
                () -> {
                    out.element("figcaption", () -> out.element("h3", assumption));
                    out.element(
                            "div",
                            () -> {
                                for (int i = 0; i < MEASURES.size(); i++) {
                                    picture(id + "-" + i, assumption, steps, MEASURES.get(i), scales.get(i));
                                }
                            },
                            "class",
                            "panels small");
                },
                "id",
                id);
    }

    /** The factors in order, with the unchanged one; a yes-or-no assumption has no factors. */
    private List<Step> steps(String assumption) {
        List<Double> factors = report.sweeps().stream()
                .filter(row -> row.assumption().equals(assumption))
                .map(SweepRow::factor)
                .distinct()
                .sorted()
                .toList();
        if (factors.equals(List.of(1.0))) {
            return List.of(new Step(1, true, "plain"), new Step(1, false, assumption));
        }
        return Stream.concat(
                        factors.stream().map(factor -> new Step(factor, false, "× " + AxisScale.words(factor))),
                        Stream.of(new Step(1, true, "× 1")))
                .sorted(java.util.Comparator.comparingDouble(Step::factor))
                .toList();
    }

    private void picture(String id, String assumption, List<Step> steps, Measure measure, AxisScale scale) {
        AxisScale x = new AxisScale(
                step -> (step + 0.5) / steps.size(),
                java.util.stream.IntStream.range(0, steps.size())
                        .mapToObj(i -> new AxisScale.Tick(i, steps.get(i).word()))
                        .toList());
        SvgPlot plot = new SvgPlot(out, x, scale, WorldPanels.LEFT, WorldPanels.TOP, WIDTH - MARGIN, HEIGHT - FOOT);
        String title = measure.word() + " by " + assumption;
        SvgPlot.picture(out, id, WIDTH, HEIGHT, title, says(assumption, steps, measure), () -> {
            plot.xAxis("");
            plot.yAxis(measure.word());
            List<PlotLabelPlacer.End> ends = new ArrayList<>();
            for (int i = 0; i < report.worlds().size(); i++) {
                WorldRow world = report.worlds().get(i);
                String style = STYLES.get(i % STYLES.size());
                List<PlotPoint> points = points(plot, world, assumption, steps, measure, i);
                if (!points.isEmpty()) {
                    ends.add(new PlotLabelPlacer.End(
                            world.world(), points.get(points.size() - 1).y(), style, false));
                }
            }
            new PlotLabelPlacer(plot).ends(ends);
        });
    }

    private List<PlotPoint> points(
            SvgPlot plot, WorldRow world, String assumption, List<Step> steps, Measure measure, int index) {
        String style = STYLES.get(index % STYLES.size());
        // Worlds are offset on a step, or their intervals would overlap.
        double aside = (index - (report.worlds().size() - 1) / 2.0) * APART;
        double stepsWidth = (plot.right() - plot.left()) / steps.size();
        List<PlotPoint> points = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Optional<Estimate> figure = figure(world, assumption, steps.get(i), measure);
            if (figure.isPresent()) {
                points.add(new PlotPoint(i + aside / stepsWidth, figure.get().value(), ""));
                plot.upright(figure.get(), plot.px(i) + aside, style.split(" ")[0]);
            }
        }
        plot.line(points, style + " thin");
        points.forEach(point -> plot.mark(
                SvgPlot.Mark.values()[index % SvgPlot.Mark.values().length],
                plot.px(point.x()),
                plot.py(point.y()),
                style.split(" ")[0]));
        return points;
    }

    private Optional<Estimate> figure(WorldRow world, String assumption, Step step, Measure measure) {
        if (step.plain()) {
            return measure.plain().apply(world);
        }
        return report.sweeps().stream()
                .filter(row ->
                        row.world().equals(world.world()) && row.assumption().equals(assumption))
                .filter(row -> row.factor() == step.factor())
                .findFirst()
                .map(measure.changed());
    }

    private String says(String assumption, List<Step> steps, Measure measure) {
        return report.worlds().stream()
                .map(world -> world.world() + ": "
                        + steps.stream()
                                .flatMap(step -> figure(world, assumption, step, measure).stream()
                                        .map(figure -> step.word() + " "
                                                + (measure.share()
                                                        ? NumberFormats.percent(figure.value())
                                                        : NumberFormats.number(figure.value()))))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private AxisScale scale(Measure measure) {
        if (measure.share()) {
            return AxisScale.share();
        }
        List<Estimate> all = Stream.concat(
                        report.sweeps().stream().map(measure.changed()),
                        report.worlds().stream().flatMap(world -> measure.plain().apply(world).stream()))
                .toList();
        return AxisScale.amounts(
                all.stream().map(Estimate::value).toList(),
                all.stream().map(Estimate::high).toList());
    }

    /** All honest customers of a world: its last row. */
    private static Optional<HonestRow> together(WorldRow world) {
        return world.honest().isEmpty()
                ? Optional.empty()
                : Optional.of(world.honest().get(world.honest().size() - 1));
    }
}
