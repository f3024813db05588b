package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.lab.report.PlotPoint;
import org.sekimori.lab.report.SvgPlot;

/** Places labels beside points and lines without overlap. */
final class PlotLabelPlacer {

    /** Approximate width of a letter in a label. */
    static final double LETTER = 7;

    private static final double LINE = 15;
    private static final double GAP = 8;
    private static final double LEADER = 8;
    private static final double SAMPLE = 18;

    private static final int PIECES = 40;

    private final SvgPlot plot;
    private final List<Box> reserve = new ArrayList<>();

    /** A rectangle in pixels. */
    private record Box(double left, double top, double right, double bottom) {

        boolean overlaps(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /**
     * The end of a line.
     *
     * @param y where it ends, as a value
     * @param style of the line, which leads to the label
     * @param strong whether the label is to stand out
     */
    record End(String text, double y, String style, boolean strong) {}

    PlotLabelPlacer(SvgPlot plot) {
        this.plot = plot;
    }

    /** Keeps words away from here, in pixels. */
    void reserve(double x, double y, double radius) {
        reserve.add(new Box(x - radius, y - radius, x + radius, y + radius));
    }

    /** Keeps words off a line, given by its corners as values. */
    void reserve(List<PlotPoint> line) {
        for (int i = 1; i < line.size(); i++) {
            double fromX = plot.px(line.get(i - 1).x());
            double fromY = plot.py(line.get(i - 1).y());
            double stepX = (plot.px(line.get(i).x()) - fromX) / PIECES;
            double stepY = (plot.py(line.get(i).y()) - fromY) / PIECES;
            for (int piece = 0; piece <= PIECES; piece++) {
                reserve(fromX + piece * stepX, fromY + piece * stepY, 1);
            }
        }
    }

    /** Places a label at a point: to the right first, and to the right also if there is no space. */
    void point(String text, double x, double y, String style) {
        double width = text.length() * LETTER;
        record Place(double x, double y, String anchor, Box box) {}
        List<Place> places = List.of(
                new Place(x + GAP, y + 4, "start", new Box(x + GAP, y - 7, x + GAP + width, y + 7)),
                new Place(x - GAP, y + 4, "end", new Box(x - GAP - width, y - 7, x - GAP, y + 7)),
                new Place(x, y - GAP, "middle", new Box(x - width / 2, y - GAP - 12, x + width / 2, y - GAP + 2)),
                new Place(x, y + GAP + 9, "middle", new Box(x - width / 2, y + GAP - 2, x + width / 2, y + GAP + 12)),
                new Place(x + GAP, y + 14, "start", new Box(x + GAP, y + 3, x + GAP + width, y + 17)));
        Place chosen = places.stream()
                .filter(place -> place.box().left() > plot.left())
                .filter(place -> reserve.stream().noneMatch(place.box()::overlaps))
                .findFirst()
                .orElse(places.get(0));
        reserve.add(chosen.box());
        plot.text(chosen.x(), chosen.y(), chosen.anchor(), style, text);
    }

    /** In the right margin, one under another, each with a short lead from its line's end. */
    void ends(List<End> ends) {
        List<End> sorted = ends.stream()
                .sorted(Comparator.comparingDouble((End end) -> -end.y()))
                .toList();
        double[] at = new double[sorted.size()];
        double least = plot.top() - 4;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(least, plot.py(sorted.get(i).y()));
            least = at[i] + LINE;
        }
        double most = plot.bottom();
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(most, at[i]);
            most = at[i] - LINE;
        }
        for (int i = 0; i < at.length; i++) {
            End end = sorted.get(i);
            double lead = plot.right() + LEADER;
            double text = lead + SAMPLE;
            plot.segment(plot.right(), plot.py(end.y()), lead, at[i], "lead " + end.style());
            // A sample of the line: where several end in one point, the lead alone does not tell them apart.
            plot.segment(lead, at[i], text, at[i], "line " + end.style());
            plot.text(text + 4, at[i] + 4, "start", end.strong() ? "label strong" : "label", end.text());
        }
    }
}
