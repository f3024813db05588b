package org.sekimori.grants;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** A person's command on an account's grants. */
public sealed interface GrantCommand {

    /** Unique per command; a repetition is the same command. */
    String id();

    Account account();

    /** When it was sent, by the clock of the receiving instance. */
    Instant time();

    /** Who sent it. */
    String by();

    /** Where it was sent, such as {@code cli}, {@code api}, {@code portal}. */
    String channel();

    /**
     * Open a grant.
     *
     * @param from begin, null: now
     * @param until end, null: as long as the terms allow
     * @param countries ISO 3166-1 alpha-2 codes, empty: all
     * @param reason free text, may be empty
     */
    record Open(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable Instant from,
            @Nullable Instant until,
            SortedSet<String> countries,
            String reason)
            implements GrantCommand {}

    /**
     * Move the end of a grant to one full length from now.
     *
     * @param grant the grant's id, null: the one that ends last
     */
    record Extend(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable String grant) implements GrantCommand {}

    /**
     * Take a grant back at once.
     *
     * @param grant the grant's id, null: all of the account's
     */
    record Revoke(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable String grant) implements GrantCommand {}
}
