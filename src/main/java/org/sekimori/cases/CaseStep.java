package org.sekimori.cases;

import java.time.Instant;

/**
 * One line of a case's history.
 *
 * @param time when it happened
 * @param what one word such as {@code opened, held, assigned, comment}
 * @param by who did it
 * @param text one line for the analyst, may be empty; at most {@link #MOST_TEXT} characters, longer ones are cut
 * @param command fingerprint of the command, 0 if none asked for it
 */
public record CaseStep(Instant time, String what, String by, String text, long command) {

    /** Longest text, in characters. */
    public static final int MOST_TEXT = 500;

    /** Longest text of a line that others have followed: it travels with every entry of the account. */
    static final int MOST_TEXT_LATER = 100;

    public CaseStep {
        text = cut(text, MOST_TEXT);
    }

    /** The line as it is kept when others have followed; the audit trail has it whole. */
    CaseStep shortened() {
        return text.length() <= MOST_TEXT_LATER
                ? this
                : new CaseStep(time, what, by, cut(text, MOST_TEXT_LATER), command);
    }

    /** Whether it is the same line, which may have been shortened since. */
    public boolean same(CaseStep other) {
        return time.equals(other.time) && what.equals(other.what) && by.equals(other.by) && command == other.command;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
