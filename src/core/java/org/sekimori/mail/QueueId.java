package org.sekimori.mail;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Normalises queue ids and ids of SMTP transactions. Logs and templates use placeholder words, such as {@code NOQUEUE}; taken for
 * an id, such a word would join unrelated messages, so it becomes null.
 *
 * <p>Ids are opaque. Real ones look like this:
 *
 * <ul>
 * <li>Postfix, short: microseconds and inode in upper-case hexadecimal, six digits or more ({@code 3F2A41B07C}); long
 * ({@code enable_long_queue_ids}): seconds and microseconds in base 52, {@code z}, inode in base 51 ({@code 4jZ3RH72QGzJHm4});
 * see {@code src/global/mail_queue.h}. {@code instance} of the policy protocol: process, seconds, microseconds and a counter
 * ({@code 481c.6b0646eb.efc9d.0}); see SMTPD_POLICY_README
 * <li>Exim: {@code 1tABcd-0005Vc-0A}, since 4.97 {@code 1tABcd-000000005Vc-0Abc}; see "Message identification" in its
 * specification
 * <li>Haraka: a UUID, for a transaction with its number behind it ({@code 8F1A…-….1})
 * <li>sendmail: {@code 4AB1C2D3012345}; see "Queue file format" in its Installation and Operation Guide
 * </ul>
 *
 * <p>Common to all: printable ASCII, no spaces, few kinds of punctuation, and at least two different letters or digits.
 * Placeholders fail that test, such as {@code -}, {@code (null)}, {@code 0}, an unexpanded {@code $queue_id} or a UUID of zeros,
 * or are listed in {@link #NONE}.
 */
public final class QueueId {

    /**
     * Placeholder words: {@code NOQUEUE} of Postfix, {@code undef} of rspamd, {@code unavailable} of XCLIENT, and the usual
     * prints of a missing value. {@code ALL} means the whole queue to {@code postsuper}.
     */
    private static final Set<String> NONE = Set.of(
            "noqueue",
            "noqueueid",
            "noid",
            "none",
            "null",
            "nil",
            "na",
            "nan",
            "no",
            "undef",
            "undefined",
            "unknown",
            "unavailable",
            "tempunavail",
            "notavailable",
            "missing",
            "empty",
            "unset",
            "true",
            "false",
            "all",
            "queueid",
            "instance");

    private static final int LONGEST_NONE =
            NONE.stream().mapToInt(String::length).max().orElse(0);

    private static final String PUNCTUATION = "-._:/+=@~,";

    private QueueId() {}

    /**
     * The id, or null for a placeholder; never a part of the text, since parts of different ids can be equal.
     *
     * @param text stripped before use
     * @param mostCharacters a longer text is not an id
     */
    public static @Nullable String of(@Nullable String text, int mostCharacters) {
        if (text == null) {
            return null;
        }
        String id = text.strip();
        return id.length() <= mostCharacters && identifies(id) ? id : null;
    }

    private static boolean identifies(String id) {
        char first = 0;
        boolean differ = false;
        int letters = 0;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
                first = first == 0 ? c : first;
                differ |= c != first;
                letters++;
            } else if (PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return differ && !(letters <= LONGEST_NONE && NONE.contains(plain(id)));
    }

    private static String plain(String id) {
        StringBuilder plain = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            if (PUNCTUATION.indexOf(id.charAt(i)) < 0) {
                plain.append(id.charAt(i));
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
