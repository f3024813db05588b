package org.sekimori.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Channel of a submission. */
public enum SubmissionChannel {
    SUBMISSION,
    /** The provider's own webmail: exempt from the rules about origin. */
    WEBMAIL,
    API;

    /** The word on the wire, such as {@code submission}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Parses a channel's word; null if unknown. */
    public static @Nullable SubmissionChannel of(String word) {
        for (SubmissionChannel channel : values()) {
            if (channel.word().equals(word)) {
                return channel;
            }
        }
        return null;
    }
}
