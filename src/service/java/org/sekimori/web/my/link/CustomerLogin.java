package org.sekimori.web.my.link;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
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

    public CustomerLogin {
        mailboxes = List.copyOf(mailboxes);
        if (mailboxes.isEmpty() || mailboxes.size() > MOST_MAILBOXES) {
            throw new IllegalArgumentException("a log-in has from 1 to " + MOST_MAILBOXES + " mailboxes");
        }
    }
}
