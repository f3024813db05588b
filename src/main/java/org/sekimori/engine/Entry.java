package org.sekimori.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;

/** One entry of the log, {@code events}. Everything that can change a decision about an account is one of these. */
public sealed interface Entry {

    /** The account that it is about; null for an {@link Activation}, which is about all. */
    @Nullable
    Account account();

    /** What a mail server reported. */
    record Mail(MailEvent event) implements Entry {
        @Override
        public Account account() {
            return event.account();
        }
    }

    /**
     * What a door really told the mail server.
     *
     * @param account whose submission it was
     * @param eventId the submission
     * @param time when it was told
     * @param verdict the word told: {@code accept, defer, reject}
     * @param source {@code log} or {@code fallback}
     * @param door name of the door
     * @param tookMicros from the request to the answer, in microseconds
     */
    record Answered(
            Account account, String eventId, Instant time, String verdict, String source, String door, long tookMicros)
            implements Entry {}

    /** A person opens, extends or revokes a grant. */
    record Grants(GrantCommand command) implements Entry {
        @Override
        public Account account() {
            return command.account();
        }
    }

    /** A person places or releases a hold. */
    record Holds(HoldCommand command) implements Entry {
        @Override
        public Account account() {
            return command.account();
        }
    }

    /**
     * From here on another rulebook is in force; stands on every partition.
     *
     * @param rulebook id of the rulebook, whose text is in {@code rulebooks}
     * @param time when it was asked for
     * @param by who asked
     */
    record Activation(String rulebook, Instant time, String by) implements Entry {
        @Override
        public @Nullable Account account() {
            return null;
        }
    }
}
