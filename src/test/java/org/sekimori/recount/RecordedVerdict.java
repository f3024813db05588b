package org.sekimori.recount;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict as it is written in the log. */
enum RecordedVerdict {
    ACCEPT,
    /** The server took it and holds it; it counts as an accept. */
    QUARANTINE,
    DEFER,
    REJECT;

    /** The verdict that is written so, or null. */
    static @Nullable RecordedVerdict of(String text) {
        for (RecordedVerdict word : values()) {
            if (word.toString().equals(text)) {
                return word;
            }
        }
        return null;
    }

    /** Whether the message was let through, and counts as sent. */
    boolean passes() {
        return this == ACCEPT || this == QUARANTINE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
