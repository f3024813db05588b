package org.sekimori.intake.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of a request.
 *
 * @param accepted events that the log has for good
 * @param refused lines that could not be used and are dead letters
 * @param problems why not, for the first {@link #MOST_PROBLEMS} of them
 * @param stop why the rest was not looked at, null: everything was
 */
public record IngestResult(
        int accepted,
        int refused,
        List<Problem> problems,
        @Nullable Stop stop) {

    /** Most problems that are listed; the others are counted, and stand in the dead letters. */
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
     * Where it ended early.
     *
     * @param line the first one that was not taken; all before it were taken or refused
     * @param why what ended it
     */
    public record Stop(int line, Why why) {}

    /** What ends a request before its last line. */
    public enum Why {
        /** The log did not acknowledge the line in time; it may still do so. */
        LOG_AWAY,
        /** So many requests are being read that this one was not begun. */
        BUSY,
        /** More than {@link EventIngest#MAX_BYTES} bytes. */
        TOO_LARGE,
        /** More than {@link EventIngest#MAX_LINES} lines. */
        TOO_MANY_LINES,
        /** The stream broke off. */
        CUT_OFF
    }
}
