package org.sekimori.grants;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.IpNetwork;

/** A person's command on an account's own home. */
public sealed interface AccountHomeCommand {

    /** Unique per command; a repetition is the same command. */
    String id();

    Account account();

    /** When it was sent, by the clock of the receiving instance. */
    Instant time();

    /** Who sent it. */
    String by();

    /** Where it was sent, such as {@code cli} or {@code api}. */
    String channel();

    /** Why; a command without a reason is refused. */
    String reason();

    /**
     * Give the account a home of its own, in the place of the one that it has.
     *
     * @param countries see {@link AccountHomeOverride}
     * @param networks see {@link AccountHomeOverride}
     * @param review the day to look at it again; null: a year from now
     */
    record Set(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            SortedSet<String> countries,
            List<IpNetwork> networks,
            @Nullable LocalDate review,
            String reason)
            implements AccountHomeCommand {}

    /** Take it away: the account is at home where its domain is. */
    record Clear(String id, Account account, Instant time, String by, String channel, String reason)
            implements AccountHomeCommand {}
}
