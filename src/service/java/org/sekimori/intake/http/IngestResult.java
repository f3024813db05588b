package org.sekimori.intake.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of a request with events.
 *
 * @param accepted events on the log
 * @param refused unusable lines, which are dead letters
 * @param problems the faults of the first {@link #MOST_PROBLEMS} of them
 * @param stop why the rest was not read; null if all was
 */
public record IngestResult(
        int accepted,
        int refused,
        List<Problem> problems,
        @Nullable Stop stop) {

    /** Most listed problems; the others are counted, and are in the dead letters. */
    public static final int MOST_PROBLEMS = 100;

    public IngestResult {
        problems = List.copyOf(problems);
    }

    /**
     * A line that could not be used.
     *
     * @param line from 1, blank ones counted
     * @param reason one sentence, naming the field
     * @param field the field at fault, null if it is not one field
     * @param forbidden whether it could be read, and its publisher may not say it
     */
    public record Problem(int line, String reason, @Nullable String field, boolean forbidden) {}

    /**
     * Early end of a request.
     *
     * @param line the first line not taken; all before it were taken or refused
     * @param why the cause
     */
    public record Stop(int line, Why why) {}

    /** Causes of an early end. */
    public enum Why {
        /** The log did not acknowledge the line in time; it may still do so. */
        LOG_AWAY,
        /** Too many requests are being read; this one was not started. */
        BUSY,
        /** More than {@link EventIngest#MAX_BYTES} bytes. */
        TOO_LARGE,
        /** More than {@link EventIngest#MAX_LINES} lines. */
        TOO_MANY_LINES,
        /** The stream broke off. */
        CUT_OFF
    }
}
