package org.sekimori.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;

/** What doors and people may do with the log. Safe for use by many threads; none of the calls waits. */
public interface Log {

    /**
     * Puts a submission on the log and waits for its decision.
     *
     * @param patience how long an answer is of use; after that the future fails with a
     *     {@link java.util.concurrent.TimeoutException}, while the submission stays on the log and is decided all the same
     */
    CompletableFuture<Answer> ask(MailEvent event, Duration patience);

    /** Puts a command about grants on the log and waits until it was carried out; see {@link #ask(MailEvent, Duration)}. */
    CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience);

    /** Puts a command about an account's own home on the log and waits until it was carried out; see {@link #ask(MailEvent, Duration)}. */
    CompletableFuture<CommandDone> ask(HomeCommand command, Duration patience);

    /** Puts a command about a hold on the log and waits until it was carried out; see {@link #ask(MailEvent, Duration)}. */
    CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience);

    /** Puts a command about a case on the log and waits until it was carried out; see {@link #ask(MailEvent, Duration)}. */
    CompletableFuture<CommandDone> ask(CaseCommand command, Duration patience);

    /** Puts the report of a misjudged origin on the log and waits until it was recorded; see {@link #ask(MailEvent, Duration)}. */
    CompletableFuture<CommandDone> ask(Entry.Misjudged report, Duration patience);

    /**
     * Puts an event on the log for which nobody waits. The event must have come through the intake: its origin resolved, its
     * recipients hashed.
     *
     * @return done when the log has it for good; fails if the log did not take it within two minutes. Whoever has no patience
     *     for that may give up earlier and repeat: the same id is the same event
     */
    CompletableFuture<Void> publish(MailEvent event);

    /**
     * Records what a door really told the mail server about a submission. Nobody waits for it; if the log does not take it for
     * two minutes, it is logged and counted.
     *
     * @param door name of the door
     * @param took from the request to the answer
     */
    void told(MailEvent event, Answer answer, String door, Duration took);

    /**
     * Sets something aside that could not be used.
     *
     * @param source where it came from
     * @param reason what is wrong with it
     * @param payload what came, its personal parts redacted
     * @return done when the log has it for good; whoever need not know may let it go, since what the log does not take is
     *     logged and counted
     */
    CompletableFuture<Void> deadLetter(String source, String reason, String payload);
}
