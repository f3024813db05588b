package org.sekimori.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The way a message came in. */
public enum SubmissionChannel {
    SUBMISSION,
    /** The provider's own webmail: exempt from the rules about origin. */
    WEBMAIL,
    API;

    /** The word on the wire, such as {@code submission}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The channel with this word, or null if there is none. */
    public static @Nullable SubmissionChannel of(String word) {
        for (SubmissionChannel channel : values()) {
            if (channel.word().equals(word)) {
                return channel;
            }
        }
        return null;
    }
}
