package org.sekimori.follow.exim;

/**
 * Finds the ends of addresses in a log line. A quoted local part may hold anything, also what looks like a field of the line, so its
 * quotes and backslashes are read as Exim reads them (RFC 5322, 3.4.1).
 */
final class EximAddress {

    private EximAddress() {}

    /** Index behind an address that begins at {@code start} and ends before a space outside quotes; -1 if its quotes do not match. */
    static int end(String text, int start) {
        return end(text, start, ' ');
    }

    /** Index of the {@code >} of an address in angle brackets, whose {@code <} is at {@code start}; -1 without one. */
    static int closing(String text, int start) {
        int end = end(text, start + 1, '>');
        return end < 0 || end == text.length() ? -1 : end;
    }

    private static int end(String text, int start, char stop) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == stop && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : text.length();
    }
}
