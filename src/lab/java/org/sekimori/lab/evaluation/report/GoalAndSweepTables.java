package org.sekimori.lab.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.report.AxisScale;
import org.sekimori.lab.report.HtmlTable;
import org.sekimori.lab.report.HtmlTable.Cell;
import org.sekimori.lab.report.HtmlTable.Column;
import org.sekimori.lab.report.NumberFormats;
import org.sekimori.text.HtmlWriter;

/** Tables over all worlds: goals and sweeps. */
record GoalAndSweepTables(HtmlWriter out, EvaluationReport report) {

    void goals() {
        List<Column> columns =
                new ArrayList<>(List.of(Column.of("goal"), Column.words("result"), Column.words("wanted")));
        report.worlds().forEach(world -> columns.add(Column.of(world.world())));
        HtmlTable table = new HtmlTable(out, "Goals of this rulebook, and what it reaches", columns);
        table.write(() -> report.goals().forEach(goal -> goal(table, goal)));
    }

    private static void goal(HtmlTable table, GoalRow goal) {
        List<Cell> cells = new ArrayList<>();
        cells.add(
                goal.met()
                        ? new Cell("met" + doubt(goal), "", "words met")
                        : new Cell("MISSED" + doubt(goal), "", "words missed"));
        cells.add(Cell.words(goal.wanted()));
        for (double reached : goal.reached()) {
            String figure = NumberFormats.number(reached);
            cells.add(goal.missedBy(reached) ? new Cell("missed: " + figure, "", "missed") : Cell.of(figure));
        }
        table.row(goal.goal(), "", cells);
    }

    private static String doubt(GoalRow goal) {
        return goal.decided() ? "" : "?";
    }

    void sweeps() {
        HtmlTable table = new HtmlTable(
                out,
                "This rulebook under other assumptions; flags, blocks and refusals in 10,000 account-days",
                List.of(
                        Column.of("assumption"),
                        Column.of("times"),
                        Column.words("world"),
                        Column.of("attacks caught"),
                        Column.of("false flags"),
                        Column.of("false blocks"),
                        Column.of("policy refusals"),
                        Column.of("messages out before the flag, half of them at most")));
        table.write(() -> report.sweeps().stream()
                .map(SweepRow::assumption)
                .distinct()
                .forEach(assumption -> report.sweeps().stream()
                        .filter(row -> row.assumption().equals(assumption))
                        .forEach(row -> sweep(table, row))));
    }

    private static void sweep(HtmlTable table, SweepRow row) {
        table.row(
                row.assumption(),
                "",
                List.of(
                        Cell.of(AxisScale.words(row.factor())),
                        Cell.words(row.world()),
                        Cell.percent(row.caught()),
                        Cell.number(row.falseFlags()),
                        Cell.number(row.falseBlocks()),
                        Cell.number(row.policyRefusals()),
                        Cell.number(row.untilFlagMedian())));
    }
}
