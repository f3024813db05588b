package org.sekimori.cli.support;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.sekimori.text.EscapedText;
import org.sekimori.text.UtcTimeText;

/** Prints rows of text in aligned columns. */
public final class ColumnTable {

    private ColumnTable() {}

    /** Prints a table. Reasons and names were written by others, and may be older than the checks of today. */
    public static void print(List<String[]> rows, PrintWriter out) {
        rows.forEach(row -> Arrays.setAll(row, i -> EscapedText.of(UtcTimeText.truncateTimesIn(row[i]))));
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
