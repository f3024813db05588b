package org.sekimori.web.my.link;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/**
 * A customer who has logged in, at the provider's portal or in another way.
 *
 * @param name of the log-in; not always a mailbox
 * @param mailboxes accounts that the customer may act for, at least one
 * @param language for the pages; null: the browser's
 * @param zone time zone of the place where the customer is; null if that is unknown
 */
public record CustomerLogin(
        String name,
        List<Account> mailboxes,
        @Nullable Locale language,
        @Nullable ZoneId zone) {

    /** Most mailboxes of one log-in. */
    public static final int MOST_MAILBOXES = 20;

    private static final int MOST_NAME = 100;

    /** What would change how the audit trail reads, where the name stands as {@code name via portal}. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]|\\svia\\s");

    private static final List<String> LANGUAGES = List.of("en", "ja");

    public CustomerLogin {
        mailboxes = List.copyOf(mailboxes);
        if (mailboxes.isEmpty() || mailboxes.size() > MOST_MAILBOXES) {
            throw new IllegalArgumentException("a log-in has from 1 to " + MOST_MAILBOXES + " mailboxes");
        }
    }

    /** Whether a text can be the name of a log-in: 1 to {@value #MOST_NAME} characters that can be seen, without " via ". */
    public static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= MOST_NAME
                && !HIDDEN.matcher(text).find();
    }

    /** The language of a tag (RFC 5646); null if the pages lack it, so that the browser's choice counts. */
    public static @Nullable Locale language(@Nullable String tag) {
        String language = tag == null ? "" : Locale.forLanguageTag(tag).getLanguage();
        return LANGUAGES.contains(language) ? Locale.forLanguageTag(language) : null;
    }
}
