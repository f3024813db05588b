package org.sekimori.cli.input;

import java.io.IOException;
import java.util.function.Consumer;

/** Where entries come from. */
public interface LogEntrySource {

    /**
     * Hands over everything, in its order. Runs on a thread of its own, and is interrupted if nobody wants the rest.
     *
     * @param sink takes a chunk, and waits while many are not worked off
     * @throws IllegalStateException if the log does not answer
     */
    void read(Consumer<InputChunk> sink) throws IOException;
}
