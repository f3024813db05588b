package org.sekimori.cases;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One line of a case's history.
 *
 * @param time when it happened
 * @param what one word such as {@code opened, held, assigned, comment}
 * @param by the person or {@code sekimori}
 * @param text one line for the analyst, may be empty; cut at {@link #MOST_TEXT} characters
 * @param command fingerprint of the command that caused it; 0 without one
 */
public record CaseHistoryEntry(Instant time, String what, String by, String text, long command) {

    /** Longest text, in characters; longer ones are cut, the log has them whole. */
    public static final int MOST_TEXT = 500;

    /** Time, fingerprint, and the lengths of three texts. */
    private static final int NUMBERS = 24;

    public CaseHistoryEntry {
        text = shortened(text, MOST_TEXT);
    }

    /** Cuts a text to {@code most} characters, without splitting a code point; a cut text ends with an ellipsis. */
    static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** The same with less of its text. */
    CaseHistoryEntry shortened(int most) {
        return new CaseHistoryEntry(time, what, by, shortened(text, most), command);
    }

    /** Whether it is the same line, which may have been shortened since. */
    public boolean same(CaseHistoryEntry other) {
        return time.equals(other.time) && what.equals(other.what) && by.equals(other.by) && command == other.command;
    }

    /** Size in bytes: the texts in UTF-8 plus the numbers. */
    int bytes() {
        return utf8(what) + utf8(by) + utf8(text) + NUMBERS;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
