package org.sekimori.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sekimori.text.HtmlWriter;

/**
 * Draws into a rectangle with two axes; scales map values to positions.
 *
 * @param out receives the shapes, inside an {@code svg} element
 * @param x the axis from left to right
 * @param y the axis from bottom to top
 */
public record SvgPlot(HtmlWriter out, AxisScale x, AxisScale y, double left, double top, double right, double bottom) {

    private static final double TICK_TEXT = 17;
    private static final double TITLE_TEXT = 36;
    private static final double CAP = 3.5;
    private static final double MARK = 4.5;

    /** Shapes that are distinguishable without colour. */
    public enum Mark {
        CIRCLE,
        SQUARE,
        DIAMOND,
        TRIANGLE
    }

    public double px(double value) {
        return left + (right - left) * x.at(value);
    }

    public double py(double value) {
        return bottom - (bottom - top) * y.at(value);
    }

    /** An {@code svg} element with a description for screen readers. */
    public static void picture(
            HtmlWriter out, String id, double width, double height, String title, String says, Runnable content) {
        out.element(
                "svg",
                () -> {
                    out.element("title", title, "id", id + "-title");
                    out.element("desc", says, "id", id + "-desc");
                    content.run();
                },
                "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
    }

    /** Grid, words and title of the axis from left to right. */
    public void xAxis(String title) {
        for (AxisScale.Tick tick : x.ticks()) {
            double at = px(tick.value());
            segment(at, top, at, bottom, "grid");
            text(at, bottom + TICK_TEXT, "middle", "tick", tick.label());
        }
        segment(left, bottom, right, bottom, "axis");
        if (!title.isEmpty()) {
            text((left + right) / 2, bottom + TITLE_TEXT, "middle", "axis-title", title);
        }
    }

    /** Grid, words and title of the axis from bottom to top; the title lies above it, where it reads without turning the head. */
    public void yAxis(String title) {
        for (AxisScale.Tick tick : y.ticks()) {
            double at = py(tick.value());
            segment(left, at, right, at, "grid");
            text(left - 6, at + 4, "end", "tick", tick.label());
        }
        segment(left, top, left, bottom, "axis");
        text(2, top - 21, "start", "axis-title", title);
    }

    /** A line through points. */
    public void line(List<PlotPoint> points, String style) {
        out.empty(
                "polyline",
                "class",
                "line " + style,
                "points",
                points.stream()
                        .map(point -> number(px(point.x())) + "," + number(py(point.y())))
                        .collect(Collectors.joining(" ")));
    }

    public void mark(Mark mark, double atX, double atY, String style) {
        String css = "mark " + style;
        switch (mark) {
            case CIRCLE ->
                out.empty("circle", "class", css, "cx", number(atX), "cy", number(atY), "r", number(MARK - 0.5));
            case SQUARE ->
                out.empty(
                        "rect",
                        "class",
                        css,
                        "x",
                        number(atX - MARK + 1),
                        "y",
                        number(atY - MARK + 1),
                        "width",
                        number(2 * MARK - 2),
                        "height",
                        number(2 * MARK - 2));
            case DIAMOND ->
                polygon(css, atX, atY - MARK - 1, atX + MARK + 1, atY, atX, atY + MARK + 1, atX - MARK - 1, atY);
            case TRIANGLE -> polygon(css, atX, atY - MARK, atX + MARK, atY + MARK - 1, atX - MARK, atY + MARK - 1);
        }
    }

    private void polygon(String css, double... corners) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < corners.length; i += 2) {
            points.append(number(corners[i]))
                    .append(',')
                    .append(number(corners[i + 1]))
                    .append(' ');
        }
        out.empty("polygon", "class", css, "points", points.toString().strip());
    }

    /** An interval from left to right, at a height in pixels. */
    public void across(Estimate estimate, double atY, String style) {
        double low = px(estimate.low());
        double high = px(estimate.high());
        segment(low, atY, high, atY, "whisker " + style);
        segment(low, atY - CAP, low, atY + CAP, "whisker " + style);
        segment(high, atY - CAP, high, atY + CAP, "whisker " + style);
    }

    /** An interval from bottom to top, at a place in pixels. */
    public void upright(Estimate estimate, double atX, String style) {
        double low = py(estimate.low());
        double high = py(estimate.high());
        segment(atX, low, atX, high, "whisker " + style);
        segment(atX - CAP, low, atX + CAP, low, "whisker " + style);
        segment(atX - CAP, high, atX + CAP, high, "whisker " + style);
    }

    /** A bar from the beginning of the axis. */
    public void bar(double value, double atY, double height, String style) {
        out.empty(
                "rect",
                "class",
                "bar " + style,
                "x",
                number(left),
                "y",
                number(atY - height / 2),
                "width",
                number(px(value) - left),
                "height",
                number(height));
    }

    public void segment(double fromX, double fromY, double toX, double toY, String style) {
        out.empty(
                "line", "class", style, "x1", number(fromX), "y1", number(fromY), "x2", number(toX), "y2", number(toY));
    }

    public void text(double atX, double atY, String anchor, String style, String text) {
        out.element("text", text, "class", style, "x", number(atX), "y", number(atY), "text-anchor", anchor);
    }

    /** A length with one digit after the point, the same on every machine. */
    public static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
