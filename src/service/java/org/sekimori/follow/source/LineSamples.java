package org.sekimori.follow.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sekimori.intake.PayloadRedactor;

/**
 * Samples of lines that were not understood, one of each shape, the last few shapes. Personal parts are masked: local parts of
 * addresses, names that log in, addresses of clients, and whatever is quoted. Thread-safe.
 */
final class LineSamples {

    static final int MOST = 5;

    private static final int LONGEST = 300;

    private static final Pattern LOG_IN = Pattern.compile(
            "(?i)((?:sasl_(?:username|sender)|user(?:name)?|login|account|id|set_id|auth)=)(<[^>]*>|\\([^)]*\\)|\"[^\"]*\"|[^\\s,;)>]+)");
    private static final Pattern DOVECOT_USER = Pattern.compile("\\(([^()\\s]*)\\)(?=<|:)");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![\\w.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\w.])|(?i)(?<![\\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\\w:])");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern VARIABLE = Pattern.compile("[0-9A-Za-z_.-]*\\d[0-9A-Za-z_.-]*|\\*\\*\\*\\S*");

    private final Map<String, String> byShape = new LinkedHashMap<>(8, 0.75f, true);

    /** Notes a line of a program. */
    synchronized void note(String program, String text) {
        String masked = mask((program.isEmpty() ? "" : program + ": ")
                + (text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) + " …" : text));
        String shape = VARIABLE.matcher(masked).replaceAll("0");
        byShape.put(shape, masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked);
        if (byShape.size() > MOST) {
            byShape.remove(byShape.keySet().iterator().next());
        }
    }

    static String mask(String text) {
        String line = QUOTED.matcher(text).replaceAll("\"***\"");
        line = LOG_IN.matcher(line).replaceAll("$1***");
        line = DOVECOT_USER.matcher(line).replaceAll("(***)");
        return PayloadRedactor.line(ADDRESS.matcher(line).replaceAll("***"));
    }

    /** The samples, the newest shape last. */
    synchronized List<String> list() {
        return new ArrayList<>(byShape.values());
    }
}
