package org.sekimori.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.neighbours.NeighbourNews;

/** One entry of the log, {@code events}. Everything that can change a decision about an account is one of these. */
public sealed interface LogEntry {

    /** The account that it is about; null for an {@link RulebookActivation}, which is about all. */
    @Nullable
    Account account();

    /**
     * An event that a mail server reported.
     *
     * @param arrival when the broker appended it to the log; null if unknown
     */
    record Mail(MailEvent event, @Nullable Instant arrival) implements LogEntry {
        /** An event whose arrival is unknown. */
        public Mail(MailEvent event) {
            this(event, null);
        }

        @Override
        public Account account() {
            return event.account();
        }
    }

    /**
     * The answer that a synchronous endpoint really sent to the mail server.
     *
     * @param account the account
     * @param eventId id of the submission
     * @param time when it was sent
     * @param verdict {@code accept, defer, reject}
     * @param source {@code log} or {@code fallback}
     * @param door name of the endpoint
     * @param tookMicros from the request to the answer, in microseconds
     */
    record AnswerGiven(
            Account account, String eventId, Instant time, String verdict, String source, String door, long tookMicros)
            implements LogEntry {}

    /** An entry that asks the step to do something, and is answered with a {@link StepOutput.CommandResult}. */
    sealed interface Command extends LogEntry {

        /** Unique per command; a repetition is the same command. */
        String id();

        @Override
        Account account();
    }

    /** A person opens, extends or revokes a grant. */
    record GrantRequest(GrantCommand command) implements Command {
        @Override
        public String id() {
            return command.id();
        }

        @Override
        public Account account() {
            return command.account();
        }
    }

    /** A person places or releases a hold. */
    record HoldRequest(HoldCommand command) implements Command {
        @Override
        public String id() {
            return command.id();
        }

        @Override
        public Account account() {
            return command.account();
        }
    }

    /** A person gives an account a home of its own, or takes it away. */
    record HomeRequest(AccountHomeCommand command) implements Command {
        @Override
        public String id() {
            return command.id();
        }

        @Override
        public Account account() {
            return command.account();
        }
    }

    /** A person, or the service on behalf of time, does something about a case. */
    record CaseRequest(CaseCommand command) implements Command {
        @Override
        public String id() {
            return command.id();
        }

        @Override
        public Account account() {
            return command.account();
        }
    }

    /**
     * A report that a submission was located in the wrong country.
     *
     * @param id unique per report; a repetition has the same id
     * @param account the account
     * @param time when it was reported, by the clock of the receiving instance
     * @param by who reported it
     * @param channel where it was reported, such as {@code cli} or {@code api}
     * @param reference of the decision, such as {@code K7QX-3M2P}
     * @param actualCountry the client's real country, ISO 3166-1 alpha-2; null if unknown
     * @param reason how it is known; may be empty
     * @param located the location in the decision, as found on the log; null if it was not looked up, and then the account
     *     must remember it
     */
    record MisjudgedOrigin(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            String reference,
            @Nullable String actualCountry,
            String reason,
            @Nullable LocatedOrigin located)
            implements Command {

        /** A report whose decision was not looked up. */
        public MisjudgedOrigin(
                String id,
                Account account,
                Instant time,
                String by,
                String channel,
                String reference,
                @Nullable String actualCountry,
                String reason) {
            this(id, account, time, by, channel, reference, actualCountry, reason, null);
        }
    }

    /**
     * The client's location in a decision; at least one part is known.
     *
     * @param country of the database, ISO 3166-1 alpha-2; null if unknown
     * @param network of the client, CIDR
     */
    record LocatedOrigin(@Nullable String country, @Nullable String network) {
        public LocatedOrigin {
            if (country == null && network == null) {
                throw new IllegalArgumentException("neither a country nor a network");
            }
        }
    }

    /**
     * A log-in for submission that was refused before there was a message, by the rules that would have refused any message.
     *
     * @param id of the refused log-in; the reference is derived from it
     * @param account the account
     * @param time when it was refused, by the clock of the refusing instance
     * @param by the publisher that asked
     * @param channel the endpoint, such as {@code auth-policy}
     * @param reference the short code that the client was given
     * @param reason the rule and its sentence
     * @param located where the client was; null if unknown
     */
    record LogInRefused(
            String id,
            Account account,
            Instant time,
            String by,
            String channel,
            String reference,
            String reason,
            @Nullable LocatedOrigin located)
            implements LogEntry {}

    /** What the account is told of others that share something with it; written by the service itself. */
    record NeighboursTold(NeighbourNews news) implements LogEntry {
        @Override
        public Account account() {
            return news.account();
        }
    }

    /**
     * Switches the rulebook from here on; written to every partition.
     *
     * @param rulebook id of the active rulebook, whose text is in {@code rulebooks}
     * @param candidate id of the candidate rulebook, which never acts; null without one
     * @param off rules of the active rulebook that are switched off because they failed, with the reason
     * @param time when it was requested
     * @param by who requested it
     */
    record RulebookActivation(
            String rulebook, @Nullable String candidate, SortedMap<String, String> off, Instant time, String by)
            implements LogEntry {
        public RulebookActivation {
            off = Collections.unmodifiableSortedMap(new TreeMap<>(off));
        }

        /** One rulebook and nothing beside it. */
        public RulebookActivation(String rulebook, Instant time, String by) {
            this(rulebook, null, Collections.emptySortedMap(), time, by);
        }

        @Override
        public @Nullable Account account() {
            return null;
        }
    }
}
