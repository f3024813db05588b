package org.sekimori.follow.source;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A log that can be read on from a position. All but {@link #wakeUp} is called by one thread. */
public interface LogSource extends AutoCloseable {

    /** Where a follower begins that has no position yet. */
    enum Start {
        BEGINNING,
        END
    }

    /**
     * How far the reader is behind.
     *
     * @param amount octets of files, records of topics; -1 where a source cannot tell
     * @param unit of the amount, {@code bytes} or {@code lines}
     */
    record Lag(long amount, String unit) {}

    /**
     * Starts reading; called once, before anything else.
     *
     * @param position what {@link #position} gave; null: none yet
     * @param start where to begin without one
     * @throws IllegalArgumentException if the position is not one of this kind of source
     */
    void open(@Nullable JsonNode position, Start start);

    /**
     * Gives the next lines, at most a few thousand.
     *
     * @param wait how long to wait if there are none
     * @return number of lines given
     * @throws IOException if the source cannot be read; the next call tries again where this one stopped
     */
    int poll(Duration wait, Consumer<RawLine> lines) throws IOException;

    /** The place behind the last line given, as one JSON object. */
    JsonNode position();

    /** How far the reader is behind. */
    Lag lag();

    /** Whether the last poll found the end. */
    boolean atEnd();

    /** What the source waits for, or why its last lines may be incomplete, such as a rotated file that is gone; empty without it. */
    String problem();

    /** When lines may have been lost, because what held them was gone, the last time; null: never. */
    @Nullable
    Instant lastGap();

    /** The source in words, such as {@code /var/log/mail.log}. */
    String describe();

    /** Ends a waiting {@link #poll}. From any thread. */
    void wakeUp();

    @Override
    void close();
}
