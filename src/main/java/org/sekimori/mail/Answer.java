package org.sekimori.mail;

import org.jspecify.annotations.Nullable;

/**
 * What a waiting door tells the mail server.
 *
 * @param verdict accept, defer or reject
 * @param text the customer's text, empty for an accept; one line of UTF-8
 * @param reference short code of the decision, null for a fallback
 * @param source who said so
 */
public record Answer(Verdict verdict, String text, @Nullable String reference, Source source) {

    /** Where an answer came from. */
    public enum Source {
        /** Decided by the rules, over the log. */
        LOG,
        /** The door's own word, because the log did not answer in time. */
        FALLBACK;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
