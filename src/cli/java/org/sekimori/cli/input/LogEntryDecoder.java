package org.sekimori.cli.input;

import java.util.function.Supplier;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.json.UnreadableRecordException;

/** Decodes one entry of a recording. Must be thread-safe. */
public interface LogEntryDecoder {

    /**
     * Decodes an entry.
     *
     * @param fallbackId id for an event without one; the same for the same place of the same recording
     * @throws UnreadableRecordException if the bytes cannot be decoded, with the reason
     */
    LogEntry decode(byte[] bytes, Supplier<String> fallbackId);
}
