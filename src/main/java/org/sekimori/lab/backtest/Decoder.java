package org.sekimori.lab.backtest;

import java.util.function.Supplier;
import org.sekimori.engine.Entry;
import org.sekimori.stream.json.UnreadableException;

/** Reads one entry of a recording. Must be safe for use by many threads. */
public interface Decoder {

    /**
     * The entry that the bytes say.
     *
     * @param fallbackId says the event's id if it brings none; the same for the same place of the same recording
     * @throws UnreadableException if the bytes cannot be used; the message says why
     */
    Entry decode(byte[] bytes, Supplier<String> fallbackId);
}
