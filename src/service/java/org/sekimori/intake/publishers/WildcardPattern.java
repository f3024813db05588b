package org.sekimori.intake.publishers;

import java.util.List;

/**
 * A name in which each {@code *} matches any characters, also none; compared in lower case. Takes at worst the product of both
 * lengths in time, for any pattern.
 */
record WildcardPattern(String text) {

    /** Whether any of the patterns has a name. */
    static boolean any(List<WildcardPattern> patterns, String name) {
        for (WildcardPattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }

    boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int from = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                from = in;
            } else if (at < text.length() && text.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++from;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
