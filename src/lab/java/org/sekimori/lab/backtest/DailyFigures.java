package org.sekimori.lab.backtest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sekimori.lab.backtest.BacktestReport.DayRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.PlotPoint;
import org.sekimori.lab.report.SvgPlot;
import org.sekimori.text.HtmlWriter;

/**
 * Figures of refusals and flags by day: the baseline's line is dashed, the candidate's is solid.
 *
 * @param out the page
 */
record DailyFigures(HtmlWriter out, BacktestReport report) {

    private static final double WIDTH = 480;
    private static final double HEIGHT = 240;
    private static final double LEFT = 56;

    /** Half a date stands beyond the last day. */
    private static final double RIGHT = 40;

    private static final double TOP = 34;
    private static final double FOOT = 44;
    private static final int MOST_TICKS = 4;

    static final String BASELINE = "s1 dash";
    static final String CANDIDATE = "s2";

    void draw() {
        if (report.days().isEmpty()) {
            out.element("p", "No submission was counted.", "class", "none");
            return;
        }
        out.element(
                "div",
                () -> {
                    panel("refused", "Messages refused a day", DayRow::refusedBaseline, DayRow::refusedCandidate);
                    panel("flagged", "Accounts flagged a day", DayRow::flaggedBaseline, DayRow::flaggedCandidate);
                },
                "class",
                "panels");
    }

    private void panel(String id, String title, ToLongFunction<DayRow> baseline, ToLongFunction<DayRow> candidate) {
        out.element("figure", () -> {
            out.element("figcaption", () -> {
                out.element("h3", title);
                out.element(
                        "p",
                        report.setup().compared()
                                ? "Dashed: the baseline. Whole: the candidate. Days of the candidate's time zone."
                                : "The candidate. Days of its time zone.");
            });
            SvgPlot.picture(out, id, WIDTH, HEIGHT, title, title + ", baseline and candidate", () -> {
                List<Double> values = new ArrayList<>(List.of(0.0));
                for (DayRow day : report.days()) {
                    values.add((double) candidate.applyAsLong(day));
                    values.add(report.setup().compared() ? (double) baseline.applyAsLong(day) : 0);
                }
                SvgPlot plot =
                        new SvgPlot(out, days(), AxisScale.steps(values), LEFT, TOP, WIDTH - RIGHT, HEIGHT - FOOT);
                plot.xAxis("");
                plot.yAxis("");
                if (report.setup().compared()) {
                    plot.line(points(baseline), BASELINE);
                }
                plot.line(points(candidate), CANDIDATE);
            });
        });
    }

    private AxisScale days() {
        long first = report.days().get(0).day().toEpochDay();
        long last = report.days().get(report.days().size() - 1).day().toEpochDay();
        double length = Math.max(1, last - first);
        List<AxisScale.Tick> ticks = new ArrayList<>();
        long step = Math.max(1, (last - first + MOST_TICKS - 1) / MOST_TICKS);
        for (long day = first; day <= last; day += step) {
            ticks.add(new AxisScale.Tick(day, LocalDate.ofEpochDay(day).toString()));
        }
        return new AxisScale(day -> (day - first) / length, ticks);
    }

    /** Zero for a day without a submission. */
    private List<PlotPoint> points(ToLongFunction<DayRow> what) {
        List<PlotPoint> points = new ArrayList<>();
        long next = report.days().get(0).day().toEpochDay();
        for (DayRow row : report.days()) {
            long day = row.day().toEpochDay();
            if (day > next) {
                points.add(new PlotPoint(next, 0, ""));
                points.add(new PlotPoint(day - 1.0, 0, ""));
            }
            points.add(new PlotPoint(day, what.applyAsLong(row), ""));
            next = day + 1;
        }
        return points;
    }
}
