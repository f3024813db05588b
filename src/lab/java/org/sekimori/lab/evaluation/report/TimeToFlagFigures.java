package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Line;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.NumberFormats;
import org.sekimori.lab.report.PlotPoint;
import org.sekimori.lab.report.SvgPlot;

/** Time and messages until the flag: one line for each tempo. */
record TimeToFlagFigures(WorldPanels panels) {

    private static final double HEIGHT = 300;
    private static final double MARGIN = 122;

    void draw() {
        panels.figure(
                "time-to-flag",
                "How soon attacks are flagged",
                "From left to right: time since the thief's first message, in steps that grow. Upward: the share of attacks"
                        + " flagged by then. Lines that rise early are good; where a line ends below 100 %, the rest is never"
                        + " flagged.",
                (world, id) -> lines(
                        world,
                        id,
                        "Share of attacks flagged over time",
                        world.curves().timeToFlag(),
                        AxisScale.minutes(),
                        "time since the first hostile message",
                        "attacks flagged",
                        line -> line.name() + " "
                                + NumberFormats.percent(last(line).y())));
        panels.figure(
                "messages-until-flag",
                "How much gets out before the flag",
                "From left to right: a number of messages. Upward: the share of attacks that got no more than that out before the"
                        + " flag; of an attack that is never flagged, everything that got out counts. Lines that start high are"
                        + " good.",
                (world, id) -> lines(
                        world,
                        id,
                        "Share of attacks by messages out before the flag",
                        world.curves().messagesUntilFlag(),
                        AxisScale.messages(),
                        "messages out before the flag, at most",
                        "attacks",
                        Line::name));
    }

    private void lines(
            WorldRow world,
            String id,
            String title,
            List<Line> all,
            AxisScale x,
            String xTitle,
            String yTitle,
            Function<Line, String> name) {
        List<Line> lines = all.stream()
                .filter(line -> !line.points().isEmpty() && attacks(world, line.name()) > 0)
                .toList();
        if (lines.isEmpty()) {
            panels.out().element("p", "No attacks to draw.", "class", "none");
            return;
        }
        SvgPlot plot = new SvgPlot(
                panels.out(),
                x,
                AxisScale.share(),
                WorldPanels.LEFT,
                WorldPanels.TOP,
                WorldPanels.WIDTH - MARGIN,
                HEIGHT - WorldPanels.FOOT);
        SvgPlot.picture(panels.out(), id, WorldPanels.WIDTH, HEIGHT, title + ", " + world.world(), says(lines), () -> {
            plot.xAxis(xTitle);
            plot.yAxis(yTitle);
            List<PlotLabelPlacer.End> ends = new ArrayList<>();
            for (Line line : lines) {
                String style = WorldPanels.style(line.name());
                plot.line(line.points(), style);
                ends.add(new PlotLabelPlacer.End(name.apply(line), last(line).y(), style, false));
            }
            new PlotLabelPlacer(plot).ends(ends);
        });
    }

    /** A line of no attacks would lie at zero and look like a failure. */
    private static int attacks(WorldRow world, String tempo) {
        return world.attacks().stream()
                .filter(row -> row.tempo().equals(tempo))
                .mapToInt(AttackRow::attacks)
                .sum();
    }

    private static String says(List<Line> lines) {
        return lines.stream()
                .map(line -> line.name() + ": from "
                        + NumberFormats.percent(line.points().get(0).y()) + " at the left to "
                        + NumberFormats.percent(last(line).y()) + " at the right")
                .collect(Collectors.joining("; "));
    }

    private static PlotPoint last(Line line) {
        return line.points().get(line.points().size() - 1);
    }
}
