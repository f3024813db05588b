package org.sekimori.cli.input;

import java.io.IOException;
import java.util.function.Consumer;

/** A source of entries. */
public interface LogEntrySource {

    /**
     * Reads everything, in order. Runs on a thread of its own, which is interrupted if the rest is not needed.
     *
     * @param sink takes a chunk; blocks while many are pending
     * @throws IllegalStateException if the log does not answer
     */
    void read(Consumer<InputChunk> sink) throws IOException;
}
