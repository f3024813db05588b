package org.sekimori.mail;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a synchronous endpoint to the mail server.
 *
 * @param verdict accept, quarantine, defer or reject
 * @param text the customer's text in the domain's language, empty unless it refuses; one line of UTF-8
 * @param plain the same for SMTP, whose replies are ASCII (RFC 5321, 4.2): the text itself if it is printable ASCII, else
 *     English; given anything but printable ASCII, it becomes a general sentence with the reference
 * @param reference short code of the decision; null for a fallback
 * @param source log or fallback
 */
public record SubmissionAnswer(
        Verdict verdict,
        String text,
        String plain,
        @Nullable String reference,
        Source source) {
    public SubmissionAnswer {
        plain = printable(plain) ? plain : general(verdict, reference);
    }

    /** An answer with one wording: its plain text is its text, or a general sentence. */
    public SubmissionAnswer(Verdict verdict, String text, @Nullable String reference, Source source) {
        this(verdict, text, text, reference, source);
    }

    /** Whether a text is printable ASCII, from space to tilde, as a reply of SMTP has to be. */
    public static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String general(Verdict verdict, @Nullable String reference) {
        String words = verdict instanceof Verdict.Defer
                ? "Your mail could not be checked just now. Please try again in a few minutes."
                : "Your mail was not accepted. Please contact your provider.";
        return reference == null ? words : words + " Reference " + reference + ".";
    }

    /** Where an answer came from. */
    public enum Source {
        /** Decided by the rules, over the log. */
        LOG,
        /** The endpoint's fallback, because the log did not answer in time. */
        FALLBACK;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
