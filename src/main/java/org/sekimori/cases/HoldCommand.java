package org.sekimori.cases;

import java.time.Instant;
import org.sekimori.mail.Account;

/** What a person may ask about an account's hold. */
public sealed interface HoldCommand {

    /** Unique per command; a repetition is the same command. */
    String id();

    Account account();

    /** When it was asked, by the clock of the instance that took it. */
    Instant time();

    /** Who asked. */
    String by();

    /** Where it was asked, such as {@code cli} or {@code api}. */
    String channel();

    /** Why; may be empty. */
    String reason();

    /** Close submission. An account on hold keeps its first hold. */
    record Place(String id, Account account, Instant time, String by, String channel, String reason)
            implements HoldCommand {}

    /** Open submission again. */
    record Release(String id, Account account, Instant time, String by, String channel, String reason)
            implements HoldCommand {}
}
