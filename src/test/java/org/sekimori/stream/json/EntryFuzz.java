package org.sekimori.stream.json;

import org.sekimori.engine.LogEntry;
import org.sekimori.fuzz.FuzzTarget;

/** A record of the log: unreadable with a reason, or an entry that is written and read again unchanged. */
public final class EntryFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        LogEntry entry;
        try {
            entry = EntryJson.read(input);
        } catch (UnreadableRecordException e) {
            return;
        }
        if (entry != null && !EntryJson.read(EntryJson.write(entry)).equals(entry)) {
            throw new AssertionError("the log gives another entry back than " + entry);
        }
    }
}
