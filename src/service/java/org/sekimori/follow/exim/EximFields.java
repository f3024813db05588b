package org.sekimori.follow.exim;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a log line behind the client, such as {@code P=esmtpsa X=TLS1.3:… K S=283 T="text"}, each with a space before it. Their
 * order and number depend on {@code log_selector}. Strict, since the reader uses it to find out which of several brackets is the
 * client's: quotes must match, and no field comes twice.
 */
final class EximFields {

    private static final int LONGEST_KEY = 8;

    private final Map<String, String> values = new HashMap<>();

    private int end;

    private EximFields(int start) {
        this.end = start;
    }

    /**
     * Reads fields until something else comes.
     *
     * @param start index of the space before the first
     * @return null if the text cannot be what Exim writes
     */
    static @Nullable EximFields read(String text, int start) {
        EximFields fields = new EximFields(start);
        while (fields.end < text.length() && text.charAt(fields.end) == ' ') {
            int next = fields.end + 1;
            int key = key(text, next);
            if (key > next) {
                if (!fields.value(text, next, key)) {
                    return null;
                }
            } else if (flag(text, next) > 0) {
                fields.end = flag(text, next);
            } else {
                return fields;
            }
        }
        return fields;
    }

    /** A field's value, without quotes; null without the field. */
    @Nullable
    String get(String key) {
        return values.get(key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Index behind the last field. */
    int end() {
        return end;
    }

    private boolean value(String text, int start, int equals) {
        String key = text.substring(start, equals);
        int from = equals + 1;
        if (key.equals("U")) {
            return ident(text, from);
        }
        int to = from < text.length() && text.charAt(from) == '<'
                ? EximAddress.closing(text, from) + 1
                : EximAddress.end(text, from);
        if (to <= 0) {
            return false;
        }
        if (key.equals("A")) {
            to = endOfLogin(text, to);
        }
        end = to;
        return values.put(key, unquoted(text.substring(from, to))) == null;
    }

    /** The name of a local user, or what an ident server says (RFC 1413): unquoted, and of any characters. */
    private boolean ident(String text, int from) {
        int next = text.indexOf(' ', from);
        end = endOfLogin(text, next < 0 ? text.length() : next);
        return values.put("U", text.substring(from, end)) == null;
    }

    /** A log-in name may have spaces, and nothing quotes them: it goes on until something that is a field. */
    private static int endOfLogin(String text, int end) {
        int to = end;
        while (to < text.length()
                && key(text, to + 1) <= to + 1
                && flag(text, to + 1) < 0
                && !text.startsWith(" rejected ", to)
                && !text.startsWith(" temporarily rejected ", to)) {
            int next = text.indexOf(' ', to + 1);
            to = next < 0 ? text.length() : next;
        }
        return to;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Index of the equals sign of a field that begins here; -1 if none does. */
    private static int key(String text, int start) {
        for (int i = start; i < text.length() && i - start <= LONGEST_KEY; i++) {
            char c = text.charAt(i);
            if (c == '=') {
                return i;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == start || !(c >= '0' && c <= '9' || c == '*'))) {
                return -1;
            }
        }
        return -1;
    }

    /** Index behind a flag that begins here, such as {@code L-}, {@code K}, {@code PRDR} or {@code TFO*}; -1 if none does. */
    private static int flag(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
            i++;
        }
        if (i == start || i - start > LONGEST_KEY) {
            return -1;
        }
        while (i < text.length() && "*.-".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i == text.length() || text.charAt(i) == ' ' ? i : -1;
    }
}
