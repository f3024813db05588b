package org.sekimori.follow.exim;

import org.jspecify.annotations.Nullable;

/**
 * The client in a log line, {@code name (helo) [address]:port}, as {@code host_build_sender_fullhost()} of Exim writes it. The HELO name
 * is the client's text; with {@code helo_accept_junk_hosts} it may hold brackets and anything that looks like another field.
 *
 * @param name the verified name; null without one
 * @param helo the HELO name; null without one
 * @param address the address, without its brackets
 * @param end index behind it
 */
record EximHost(@Nullable String name, @Nullable String helo, String address, int end) {

    private static final int LONGEST_ADDRESS = 45;

    /**
     * Reads a client.
     *
     * @param start where it begins
     * @param open index of the bracket that is taken for that of the address
     * @return null if no client is written like that
     */
    static @Nullable EximHost read(String text, int start, int open) {
        int close = text.indexOf(']', open);
        if (close < 0 || close - open - 1 > LONGEST_ADDRESS || !address(text, open + 1, close)) {
            return null;
        }
        int end = close + 1;
        if (end < text.length() && text.charAt(end) == ':') {
            end++;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
        }
        if (end < text.length() && text.charAt(end) != ' ') {
            return null;
        }
        String address = text.substring(open + 1, close);
        if (open == start) {
            return new EximHost(null, null, address, end);
        }
        return text.charAt(open - 1) == ' ' ? named(text.substring(start, open - 1), address, end) : null;
    }

    private static @Nullable EximHost named(String names, String address, int end) {
        if (!names.endsWith(")")) {
            return names.indexOf(' ') < 0 && names.indexOf('(') < 0 ? new EximHost(names, null, address, end) : null;
        }
        int helo = names.startsWith("(") ? 0 : names.indexOf(" (") + 1;
        if (helo == 0 && !names.startsWith("(")) {
            return null;
        }
        String name = helo == 0 ? null : names.substring(0, helo - 1);
        if (name != null && name.indexOf(' ') >= 0) {
            return null;
        }
        return new EximHost(name, names.substring(helo + 1, names.length() - 1), address, end);
    }

    private static boolean address(String text, int from, int to) {
        boolean separated = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            separated |= c == '.' || c == ':';
            if (!digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F') && c != ':' && c != '.') {
                return false;
            }
        }
        return separated;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
