package org.sekimori.follow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Puts the lines of one mail server's log together into events: queue id, then account, then recipients, then outcomes. Holds
 * messages that are still open, in bounded memory. The same lines give the same events, with the same ids. Not thread-safe.
 */
public interface LogLineAssembler {

    /**
     * Reads the next line.
     *
     * @param line the line, in the order of the log
     * @param events receives what the line completes; usually none or one
     * @return what became of the line; never fails, for any text
     */
    LineResult read(LogLine line, Consumer<LogEvent> events);

    /** Forgets what has been open for too long, by the log's own time. Cheap; may be called after every batch. */
    void expire(Instant now);

    /** Number of messages that are still open. */
    int open();

    /** Writes the open messages, to go on after a restart. */
    void save(DataOutput out) throws IOException;

    /**
     * Takes up the open messages that {@link #save} wrote.
     *
     * @throws IOException if they cannot be read; the assembler is then as new
     */
    void restore(DataInput in) throws IOException;

    /** What became of a line. */
    enum LineResult {
        /** It took part in an event, or in the state of a message. */
        UNDERSTOOD,
        /** Known, and of no use here, such as {@code connect from}. */
        IGNORED,
        /** Of the followed server, but of no known form: shown, masked, in health. */
        NOT_UNDERSTOOD,
        /** Of another program. */
        FOREIGN
    }
}
