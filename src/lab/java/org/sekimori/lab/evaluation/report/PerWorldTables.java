package org.sekimori.lab.evaluation.report;

import java.util.List;
import java.util.function.Consumer;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.RuleRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.HtmlTable;
import org.sekimori.lab.report.HtmlTable.Cell;
import org.sekimori.lab.report.HtmlTable.Column;
import org.sekimori.text.HtmlWriter;

/** Tables of each world's figures. */
record PerWorldTables(HtmlWriter out, List<WorldRow> worlds) {

    private static final String TOTAL = "total";
    private static final String MIDDLE = "in half of them";
    private static final String MOST = "in 95 % of them";

    /** Places narrow tables side by side. */
    private void each(Consumer<WorldRow> table) {
        out.element("div", () -> worlds.forEach(table), "class", "tables");
    }

    void attacks() {
        each(world -> {
            HtmlTable table = new HtmlTable(
                    out,
                    "The " + world.world() + ": attacks by class",
                    List.of(
                            Column.of("attack"),
                            Column.words("tempo"),
                            Column.of("attacks"),
                            Column.of("caught"),
                            Column.of("flagged"),
                            Column.of("messages out before the flag, at most", MIDDLE),
                            Column.of("messages out before the flag, at most", MOST),
                            Column.of("recipients before the flag, at most", MIDDLE),
                            Column.of("recipients before the flag, at most", MOST),
                            Column.of("minutes to the flag, at most", MIDDLE),
                            Column.of("minutes to the flag, at most", MOST),
                            Column.of("messages out in all, at most", MIDDLE),
                            Column.of("messages out in all, at most", MOST),
                            Column.of("mail that was refused", "the thief's"),
                            Column.of("mail that was refused", "the owner's, on suspicion")));
            table.write(() -> world.attacks().forEach(row -> attack(table, row)));
        });
    }

    private static void attack(HtmlTable table, AttackRow row) {
        boolean flagged = row.flagged().value() > 0;
        table.row(
                row.attack(),
                row.attack().startsWith("all ") ? TOTAL : "",
                List.of(
                        Cell.words(row.tempo()),
                        Cell.number(row.attacks()),
                        Cell.percent(row.caught()),
                        Cell.percent(row.flagged()),
                        Cell.number(row.untilFlagMedian()),
                        Cell.number(row.untilFlagP95()),
                        Cell.number(row.recipientsUntilFlagMedian()),
                        Cell.number(row.recipientsUntilFlagP95()),
                        flagged ? Cell.number(row.minutesToFlagMedian()) : Cell.nothing(),
                        flagged ? Cell.number(row.minutesToFlagP95()) : Cell.nothing(),
                        Cell.number(row.outMedian()),
                        Cell.number(row.outP95()),
                        Cell.percent(row.refused()),
                        Cell.percent(row.ownersRefused())));
    }

    void honest() {
        each(world -> {
            HtmlTable table = new HtmlTable(
                    out,
                    "The " + world.world() + ": honest customers by class, in 10,000 account-days",
                    List.of(
                            Column.of("customers"),
                            Column.of("accounts"),
                            Column.of("account-days"),
                            Column.of("false flags"),
                            Column.of("false blocks"),
                            Column.of("policy refusals")));
            List<HonestRow> rows = world.honest();
            table.write(() -> {
                for (int i = 0; i < rows.size(); i++) {
                    honest(table, rows.get(i), i + 1 == rows.size());
                }
            });
        });
    }

    private static void honest(HtmlTable table, HonestRow row, boolean all) {
        table.row(
                row.honest(),
                all ? TOTAL : "",
                List.of(
                        Cell.number(row.accounts()),
                        Cell.number(row.accountDays()),
                        Cell.number(row.falseFlags()),
                        Cell.number(row.falseBlocks()),
                        Cell.number(row.policyRefusals())));
    }

    void rules() {
        each(world -> {
            HtmlTable table = new HtmlTable(
                    out,
                    "The " + world.world() + ": rules",
                    List.of(
                            Column.of("rule"),
                            Column.of("honest customers, in 10,000 account-days", "false flags"),
                            Column.of("honest customers, in 10,000 account-days", "false blocks"),
                            Column.of("honest customers, in 10,000 account-days", "policy refusals"),
                            Column.of("attacks it flagged first")));
            table.write(() -> world.rules().forEach(row -> rule(table, row)));
        });
    }

    private static void rule(HtmlTable table, RuleRow row) {
        table.row(
                row.rule(),
                "",
                List.of(
                        Cell.number(row.falseFlags()),
                        Cell.number(row.falseBlocks()),
                        Cell.number(row.policyRefusals()),
                        Cell.number(row.firstToFlag())));
    }

    void detectors() {
        each(world -> {
            HtmlTable table = new HtmlTable(
                    out,
                    "The " + world.world() + ": this rulebook beside simpler ways",
                    List.of(
                            Column.of("way"),
                            Column.of("attacks caught", "all"),
                            Column.of("attacks caught", "fast"),
                            Column.of("attacks caught", "slow"),
                            Column.of("attacks caught", "quiet"),
                            Column.of("messages out before the flag, at most", MIDDLE),
                            Column.of("messages out before the flag, at most", MOST),
                            Column.of("honest customers, in 10,000 account-days", "false flags"),
                            Column.of("honest customers, in 10,000 account-days", "false blocks"),
                            Column.of("honest customers, in 10,000 account-days", "policy refusals"),
                            Column.of("flags that are right, at compromises in 10,000", "1.7"),
                            Column.of("flags that are right, at compromises in 10,000", "0.09"),
                            Column.of("flags a day with 100,000 accounts")));
            table.write(() -> world.detectors().forEach(row -> detector(table, row)));
        });
    }

    private static void detector(HtmlTable table, DetectorRow row) {
        boolean flags = row.flagsAnalystDay() > 0;
        table.row(
                row.detector(),
                row.detector().equals(DetectorCatalog.RULEBOOK) ? TOTAL : "",
                List.of(
                        Cell.percent(row.caught()),
                        Cell.percent(row.caughtFast()),
                        Cell.percent(row.caughtSlow()),
                        Cell.percent(row.caughtQuiet()),
                        Cell.number(row.outMedian()),
                        Cell.number(row.outP95()),
                        Cell.number(row.falseFlags()),
                        Cell.number(row.falseBlocks()),
                        Cell.number(row.policyRefusals()),
                        flags ? Cell.percent(row.precisionMicrosoft()) : Cell.nothing(),
                        flags ? Cell.percent(row.precisionGoogle()) : Cell.nothing(),
                        Cell.number(row.flagsAnalystDay())));
    }
}
