package org.sekimori.stream.json;

import org.sekimori.engine.Entry;
import org.sekimori.fuzz.FuzzTarget;

/** A record of the log: unreadable with a reason, or an entry that is written and read again unchanged. */
public final class EntryFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        Entry entry;
        try {
            entry = EntryJson.read(input);
        } catch (UnreadableException e) {
            return;
        }
        if (entry != null && !EntryJson.read(EntryJson.write(entry)).equals(entry)) {
            throw new AssertionError("the log gives another entry back than " + entry);
        }
    }
}
