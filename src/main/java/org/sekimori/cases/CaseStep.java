package org.sekimori.cases;

import java.time.Instant;

/**
 * One line of a case's history.
 *
 * @param time when it happened
 * @param what one word such as {@code opened, held, assigned, comment}
 * @param by who did it
 * @param text one line for the analyst; may be empty
 * @param command fingerprint of the command, 0 if none asked for it
 */
public record CaseStep(Instant time, String what, String by, String text, long command) {

    /** Longest text; longer ones are cut, the audit trail has them whole. */
    public static final int MOST_TEXT = 400;

    public CaseStep {
        text = text.length() <= MOST_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, cut(text))) + "…";
    }

    /** So many whole characters, none of them torn. */
    private static int cut(String text) {
        return Math.min(MOST_TEXT - 1, text.codePointCount(0, text.length()));
    }
}
