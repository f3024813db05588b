package org.sekimori.api.cases;

import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a table by RFC 4180. A spreadsheet runs what looks like a formula, and some of what stands in a case comes
 * from strangers: a cell that could be one begins with an apostrophe (OWASP, CSV Injection).
 */
public final class CsvWriter {

    private static final String FORMULA = "=+-@\t\r";

    private CsvWriter() {}

    /** A line with its end. Null is an empty cell. */
    public static String line(List<? extends @Nullable Object> cells) {
        return CSVFormat.RFC4180.format(cells.stream().map(CsvWriter::guarded).toArray()) + "\r\n";
    }

    private static String guarded(@Nullable Object cell) {
        String text = cell == null ? "" : cell.toString();
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
