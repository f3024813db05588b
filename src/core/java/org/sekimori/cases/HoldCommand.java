package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** A person's command on an account's hold. */
public sealed interface HoldCommand {

    /** Unique per command; a repetition is the same command. */
    String id();

    Account account();

    /** When it was sent, by the clock of the receiving instance. */
    Instant time();

    /** Who sent it. */
    String by();

    /** Where it was sent, such as {@code cli} or {@code api}. */
    String channel();

    /** Why; may be empty. */
    String reason();

    /**
     * Close submission, or let a hold that is there last longer: it keeps its beginning, and is never shortened.
     *
     * @param until when it ends by itself, null: only a release ends it
     */
    record Place(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable Instant until,
            String reason) implements HoldCommand {}

    /**
     * Open submission again.
     *
     * @param vouched whether a named person answers for it and says why; without, the account's case must hold the proof that
     *     the password was changed on a clean device
     */
    record Release(String id, Account account, Instant time, String by, String channel, boolean vouched, String reason)
            implements HoldCommand {}
}
