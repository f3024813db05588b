package org.sekimori.api.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV (RFC 4180). Cells with untrusted text that a spreadsheet could take for a formula get an apostrophe (OWASP, CSV
 * Injection).
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
