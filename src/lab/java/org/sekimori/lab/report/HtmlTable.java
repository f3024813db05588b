package org.sekimori.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.text.HtmlWriter;

/**
 * A table of figures: row headers on the left, figures with their intervals on the right. Scrolls within its own box on narrow
 * screens.
 *
 * @param out the page
 * @param caption the table's caption
 * @param columns headers, the first for the row headers
 */
public record HtmlTable(HtmlWriter out, String caption, List<Column> columns) {

    /**
     * A column header.
     *
     * @param group neighbours of the same group share a header; empty without one
     * @param words whether the column holds words, not figures
     */
    public record Column(String group, String name, boolean words) {

        public static Column of(String name) {
            return new Column("", name, false);
        }

        public static Column of(String group, String name) {
            return new Column(group, name, false);
        }

        public static Column words(String name) {
            return new Column("", name, true);
        }
    }

    /** A figure, its interval or nothing, and how it looks. */
    public record Cell(String figure, String interval, String style) {

        public static Cell of(String figure) {
            return new Cell(figure, "", "");
        }

        public static Cell number(double value) {
            return of(NumberFormats.number(value));
        }

        public static Cell number(Estimate figure) {
            return new Cell(
                    NumberFormats.number(figure.value()),
                    NumberFormats.number(figure.low()) + "–" + NumberFormats.number(figure.high()),
                    "");
        }

        public static Cell percent(double share) {
            return of(NumberFormats.percent(share));
        }

        public static Cell percent(Estimate share) {
            return new Cell(
                    NumberFormats.percent(share.value()),
                    String.format(Locale.ROOT, "%.0f–%.0f", 100 * share.low(), 100 * share.high()),
                    "");
        }

        /** Words instead of a figure. */
        public static Cell words(String words) {
            return new Cell(words, "", "words");
        }

        public static Cell nothing() {
            return of("–");
        }
    }

    public void write(Runnable rows) {
        out.element(
                "div",
                () -> out.element("table", () -> {
                    // A caption is as wide as its table; the text in it stays in sight where the table does not.
                    out.element("caption", () -> out.inline("span", caption));
                    out.element("thead", this::heads);
                    out.element("tbody", rows);
                }),
                "class",
                "scroll",
                "role",
                "region",
                "aria-label",
                caption,
                "tabindex",
                "0");
    }

    /** A row; the style is empty for most. */
    public void row(String name, String style, List<Cell> cells) {
        String[] attributes = style.isEmpty() ? new String[0] : new String[] {"class", style};
        out.element(
                "tr",
                () -> {
                    out.element("th", unbroken(name), "scope", "row");
                    cells.forEach(this::cell);
                },
                attributes);
    }

    private void cell(Cell cell) {
        String[] attributes = cell.style().isEmpty() ? new String[0] : new String[] {"class", cell.style()};
        out.element(
                "td",
                () -> {
                    out.text(cell.figure());
                    if (!cell.interval().isEmpty()) {
                        out.text(" ").inline("small", "[" + cell.interval() + "]");
                    }
                },
                attributes);
    }

    private void heads() {
        boolean grouped = columns.stream().anyMatch(column -> !column.group().isEmpty());
        List<Column> below = new ArrayList<>();
        out.element("tr", () -> {
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (column.group().isEmpty()) {
                    head(column, grouped);
                } else {
                    below.add(column);
                    if (i == 0 || !column.group().equals(columns.get(i - 1).group())) {
                        group(column.group());
                    }
                }
            }
        });
        if (grouped) {
            out.element("tr", () -> below.forEach(column -> head(column, false)));
        }
    }

    private void head(Column column, boolean high) {
        List<String> attributes = new ArrayList<>(List.of("scope", "col"));
        if (high) {
            attributes.addAll(List.of("rowspan", "2"));
        }
        if (column.words()) {
            attributes.addAll(List.of("class", "words"));
        }
        out.element("th", unbroken(column.name()), attributes.toArray(new String[0]));
    }

    /** No line begins with a percent sign. */
    private static String unbroken(String name) {
        return name.replace(" %", "\u00A0%");
    }

    private void group(String group) {
        long width =
                columns.stream().filter(column -> column.group().equals(group)).count();
        out.element("th", group, "scope", "colgroup", "class", "group", "colspan", Long.toString(width));
    }
}
