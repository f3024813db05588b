package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sekimori.lab.backtest.BacktestReport.Change;
import org.sekimori.lab.backtest.BacktestReport.RuleRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.SvgPlot;
import org.sekimori.text.HtmlWriter;

/**
 * Bar chart with two bars for each rule, the baseline's above the candidate's.
 *
 * @param out the page
 */
record RuleChangeFigure(HtmlWriter out, BacktestReport report) {

    private static final double WIDTH = 480;
    private static final double LEFT = 170;
    private static final double TOP = 10;
    private static final double FOOT = 44;
    private static final double ROW = 34;
    private static final double BAR = 10;

    void draw() {
        out.element(
                "div",
                () -> {
                    panel("rules-refused", "Messages refused", RuleRow::refused);
                    panel("rules-flagged", "Accounts flagged", RuleRow::flagged);
                },
                "class",
                "panels");
    }

    private void panel(String id, String title, Function<RuleRow, Change> what) {
        List<RuleRow> rows = report.rules().stream()
                .filter(row -> what.apply(row).baseline() + what.apply(row).candidate() > 0)
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        double height = TOP + ROW * rows.size() + FOOT;
        out.element("figure", () -> {
            out.element("figcaption", () -> {
                out.element("h3", title);
                out.element(
                        "p",
                        report.setup().compared() ? "Pale: the baseline. Strong: the candidate." : "The candidate.");
            });
            SvgPlot.picture(out, id, WIDTH, height, title, title + " by rule", () -> bars(rows, what, height));
        });
    }

    private void bars(List<RuleRow> rows, Function<RuleRow, Change> what, double height) {
        List<Double> values = new ArrayList<>();
        rows.forEach(row -> {
            values.add((double) what.apply(row).baseline());
            values.add((double) what.apply(row).candidate());
        });
        SvgPlot plot = new SvgPlot(
                out,
                AxisScale.amounts(values, values),
                AxisScale.rows(rows.size()),
                LEFT,
                TOP,
                WIDTH - 16,
                height - FOOT);
        plot.xAxis("");
        for (int i = 0; i < rows.size(); i++) {
            Change change = what.apply(rows.get(i));
            double at = plot.py(i);
            plot.text(LEFT - 6, at + 4, "end", "label", rows.get(i).rule());
            if (report.setup().compared()) {
                plot.bar(change.baseline(), at - BAR / 2 - 1, BAR, "part s1");
            }
            plot.bar(change.candidate(), at + BAR / 2 + 1, BAR, "s2");
        }
    }
}
