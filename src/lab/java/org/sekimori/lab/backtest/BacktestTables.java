package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.sekimori.lab.backtest.BacktestReport.AccountRow;
import org.sekimori.lab.backtest.BacktestReport.Change;
import org.sekimori.lab.backtest.BacktestReport.FlagRow;
import org.sekimori.lab.backtest.BacktestReport.GroupRow;
import org.sekimori.lab.report.HtmlTable;
import org.sekimori.lab.report.HtmlTable.Cell;
import org.sekimori.lab.report.HtmlTable.Column;
import org.sekimori.text.HtmlWriter;

/**
 * The page's tables, cut to their first rows. Of long ones the beginning: a page of a hundred thousand accounts could not be
 * read, and the JSON has them.
 *
 * @param out the page
 */
record BacktestTables(HtmlWriter out, BacktestReport report) {

    private static final int ROWS = 200;
    private static final String MESSAGES = "messages refused";
    private static final String ACCOUNTS = "accounts flagged";

    void totals() {
        BacktestReport.Totals totals = report.totals();
        BacktestReport.Verdicts was = totals.baseline();
        BacktestReport.Verdicts would = totals.candidate();
        HtmlTable table = new HtmlTable(
                out,
                "Submissions and accounts",
                List.of(
                        Column.of(""),
                        Column.of("baseline"),
                        Column.of("candidate"),
                        Column.of("newly"),
                        Column.of("no longer")));
        table.write(() -> {
            table.row("messages accepted", "", cells(was.accepted(), would.accepted()));
            if (was.quarantined() + would.quarantined() > 0) {
                table.row("messages quarantined", "", cells(was.quarantined(), would.quarantined()));
            }
            table.row("messages deferred", "", cells(was.deferred(), would.deferred()));
            table.row("messages rejected", "", cells(was.rejected(), would.rejected()));
            if (was.observed() + would.observed() > 0) {
                table.row("only observed, else refused", "", cells(was.observed(), would.observed()));
            }
            table.row(
                    MESSAGES,
                    "total",
                    cells(new Change(
                            was.refused(),
                            would.refused(),
                            totals.messagesNewlyRefused(),
                            totals.messagesNoLongerRefused())));
            table.row(
                    "accounts refused",
                    "total",
                    cells(new Change(
                            totals.accountsRefusedBaseline(),
                            totals.accountsRefusedCandidate(),
                            totals.accountsNewlyRefused(),
                            totals.accountsNoLongerRefused())));
            table.row(
                    ACCOUNTS,
                    "total",
                    cells(new Change(
                            totals.accountsFlaggedBaseline(),
                            totals.accountsFlaggedCandidate(),
                            totals.accountsNewlyFlagged(),
                            totals.accountsNoLongerFlagged())));
        });
    }

    private List<Cell> cells(long baseline, long candidate) {
        return List.of(baseline(baseline), number(candidate), Cell.nothing(), Cell.nothing());
    }

    private List<Cell> cells(Change change) {
        return List.of(
                baseline(change.baseline()),
                number(change.candidate()),
                number(change.newly()),
                number(change.noLonger()));
    }

    private Cell baseline(long count) {
        return report.setup().compared() ? number(count) : Cell.nothing();
    }

    private static Cell number(long count) {
        return Cell.of(BacktestTextRenderer.number(count));
    }

    private static List<Column> changes(String what, Column... more) {
        List<Column> columns = new ArrayList<>(List.of(Column.of(what)));
        for (String group : List.of(MESSAGES, ACCOUNTS)) {
            for (String name : List.of("baseline", "candidate", "newly", "no longer")) {
                columns.add(Column.of(group, name));
            }
        }
        columns.addAll(List.of(more));
        return columns;
    }

    void rules() {
        HtmlTable table = new HtmlTable(
                out,
                "By rule",
                changes("rule", Column.of("in shadow mode", "messages"), Column.of("in shadow mode", "accounts")));
        table.write(() -> report.rules().forEach(row -> {
            List<Cell> cells = new ArrayList<>(cells(row.refused()));
            cells.addAll(cells(row.flagged()));
            cells.add(number(row.shadowMessages()));
            cells.add(number(row.shadowAccounts()));
            table.row(row.rule(), "", cells);
        }));
    }

    void groups(String caption, List<GroupRow> rows) {
        HtmlTable table = new HtmlTable(out, caption, changes(""));
        table.write(() -> rows.stream()
                .sorted(GroupRow.MOST_CHANGED_FIRST)
                .limit(ROWS)
                .forEach(row -> {
                    List<Cell> cells = new ArrayList<>(cells(row.refused()));
                    cells.addAll(cells(row.flagged()));
                    table.row(row.name().isEmpty() ? "(none)" : row.name(), "", cells);
                }));
        rest(rows.size());
    }

    void accounts() {
        boolean compared = report.setup().compared();
        accounts(compared ? "Newly refused" : "Refused", report.newlyRefused());
        accounts("No longer refused", report.noLongerRefused());
        flags(compared ? "Newly flagged" : "Flagged", report.newlyFlagged());
        flags("No longer flagged", report.noLongerFlagged());
    }

    private void accounts(String caption, List<AccountRow> rows) {
        if (rows.isEmpty()) {
            out.element("p", caption + ": none.", "class", "none");
            return;
        }
        HtmlTable table = new HtmlTable(
                out,
                caption + ": " + BacktestTextRenderer.number(rows.size())
                        + " accounts; otherwise: messages that the other one refuses",
                List.of(
                        Column.of("account"),
                        Column.of("messages"),
                        Column.of("otherwise"),
                        Column.words("first"),
                        Column.words("from"),
                        Column.words("by")));
        table.write(() -> rows.stream()
                .limit(ROWS)
                .forEach(row -> table.row(
                        row.account(),
                        "",
                        List.of(
                                number(row.messages()),
                                number(row.otherwise()),
                                Cell.words(BacktestTextRenderer.time(row.first())),
                                Cell.words(counts(row.places())),
                                Cell.words(counts(row.rules()))))));
        rest(rows.size());
    }

    private static String counts(SortedMap<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(one -> one.getKey() + " " + BacktestTextRenderer.number(one.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void flags(String caption, List<FlagRow> rows) {
        if (rows.isEmpty()) {
            out.element("p", caption + ": none.", "class", "none");
            return;
        }
        HtmlTable table = new HtmlTable(
                out,
                caption + ": " + BacktestTextRenderer.number(rows.size()) + " accounts",
                List.of(Column.of("account"), Column.words("by, first"), Column.words("the other one")));
        table.write(() -> rows.stream()
                .limit(ROWS)
                .forEach(row -> table.row(
                        row.account(),
                        "",
                        List.of(
                                Cell.words(row.rules().entrySet().stream()
                                        .map(one -> one.getKey() + " " + BacktestTextRenderer.time(one.getValue()))
                                        .collect(Collectors.joining(", "))),
                                Cell.words(row.otherwise() ? "flags it for another rule" : "does not flag it")))));
        rest(rows.size());
    }

    private void rest(int rows) {
        if (rows > ROWS) {
            out.element("p", BacktestTextRenderer.number(rows - ROWS) + " more are in the JSON.", "class", "note");
        }
    }
}
