package org.sekimori.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** What a person may ask about an account's cases. */
public sealed interface CaseCommand {

    /** Unique per command; a repetition is the same command. */
    String id();

    Account account();

    /** When it was asked, by the clock of the instance that took it. */
    Instant time();

    /** Who asked. */
    String by();

    /** Where it was asked, such as {@code cli} or {@code api}. */
    String channel();

    /**
     * Say what a case turned out to be.
     *
     * @param caseId the case's id, null: the open one
     * @param outcome what it was
     * @param reason why; may be empty
     */
    record Close(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            @Nullable String caseId,
            Case.Outcome outcome,
            String reason)
            implements CaseCommand {}
}
