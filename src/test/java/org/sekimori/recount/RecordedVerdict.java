package org.sekimori.recount;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict as it is written in the log. */
enum RecordedVerdict {
    ACCEPT,
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

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
