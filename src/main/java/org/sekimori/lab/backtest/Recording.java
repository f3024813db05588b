package org.sekimori.lab.backtest;

import java.io.IOException;
import java.util.function.Consumer;

/** Where entries come from. */
public interface Recording {

    /**
     * Hands over everything, in its order. Runs on a thread of its own, and is interrupted if nobody wants the rest.
     *
     * @param sink takes a chunk, and waits while many are not worked off
     * @throws IllegalStateException if the log does not answer
     */
    void read(Consumer<Chunk> sink) throws IOException;
}
