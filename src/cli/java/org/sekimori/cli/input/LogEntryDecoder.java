package org.sekimori.cli.input;

import java.util.function.Supplier;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.json.UnreadableRecordException;

/** Reads one entry of a recording. Must be safe for use by many threads. */
public interface LogEntryDecoder {

    /**
     * The entry that the bytes say.
     *
     * @param fallbackId says the event's id if it brings none; the same for the same place of the same recording
     * @throws UnreadableRecordException if the bytes cannot be used; the message says why
     */
    LogEntry decode(byte[] bytes, Supplier<String> fallbackId);
}
