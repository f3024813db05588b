package org.sekimori.api.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a table as RFC 4180 has them. A spreadsheet runs what looks like a formula, and some of what stands in a case comes
 * from strangers: a cell that could be one begins with an apostrophe (OWASP, CSV Injection).
 */
final class CsvWriter {

    private static final String FORMULA = "=+-@\t\r";

    private CsvWriter() {}

    /** A line with its end. Null is an empty cell. */
    static String line(List<? extends @Nullable Object> cells) {
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(line.isEmpty() ? "" : ",").append(cell(cell));
        }
        return line.append("\r\n").toString();
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
