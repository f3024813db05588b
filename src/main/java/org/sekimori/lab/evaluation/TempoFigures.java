package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekimori.lab.evaluation.Report.AttackRow;
import org.sekimori.lab.evaluation.Report.Line;
import org.sekimori.lab.evaluation.Report.WorldRow;
import org.sekimori.lab.report.Numbers;
import org.sekimori.lab.report.Plot;
import org.sekimori.lab.report.Point;
import org.sekimori.lab.report.Scale;

/** How fast attacks are flagged, and how much they got out until then: one line for each tempo. */
record TempoFigures(Panels panels) {

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
                        Scale.minutes(),
                        "time since the first hostile message",
                        "attacks flagged",
                        line -> line.name() + " " + Numbers.percent(last(line).y())));
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
                        Scale.messages(),
                        "messages out before the flag, at most",
                        "attacks",
                        Line::name));
    }

    private void lines(
            WorldRow world,
            String id,
            String title,
            List<Line> all,
            Scale x,
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
        Plot plot = new Plot(
                panels.out(), x, Scale.share(), Panels.LEFT, Panels.TOP, Panels.WIDTH - MARGIN, HEIGHT - Panels.FOOT);
        Plot.picture(panels.out(), id, Panels.WIDTH, HEIGHT, title + ", " + world.world(), says(lines), () -> {
            plot.xAxis(xTitle);
            plot.yAxis(yTitle);
            List<Labels.End> ends = new ArrayList<>();
            for (Line line : lines) {
                String style = Panels.style(line.name());
                plot.line(line.points(), style);
                ends.add(new Labels.End(name.apply(line), last(line).y(), style, false));
            }
            new Labels(plot).ends(ends);
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
                        + Numbers.percent(line.points().get(0).y()) + " at the left to "
                        + Numbers.percent(last(line).y()) + " at the right")
                .collect(Collectors.joining("; "));
    }

    private static Point last(Line line) {
        return line.points().get(line.points().size() - 1);
    }
}
