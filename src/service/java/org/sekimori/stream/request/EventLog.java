package org.sekimori.stream.request;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;

/** What doors and people may do with the log. Safe for use by many threads; none of the calls waits. */
public interface EventLog {

    /**
     * Puts a submission on the log and waits for its decision.
     *
     * @param patience how long an answer is of use; after that the future fails with a
     *     {@link java.util.concurrent.TimeoutException}, while the submission stays on the log and is decided all the same. Fails at
     *     once with a {@link LogUnavailableException} while the log is known not to answer; the submission goes to the log even then, as
     *     long as there is room for what waits for it
     */
    CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience);

    /**
     * Puts a command about grants on the log and waits until it was carried out.
     *
     * @param patience as for {@link #ask(MailEvent, Duration)}. While the log is known to be away the future fails at once with a
     *     {@link LogUnavailableException}, and the command is not carried out later
     */
    CompletableFuture<CommandResult> request(GrantCommand command, Duration patience);

    /** Puts a command about an account's own home on the log and waits until it was carried out; see {@link #ask(GrantCommand, Duration)}. */
    CompletableFuture<CommandResult> request(AccountHomeCommand command, Duration patience);

    /** Puts a command about a hold on the log and waits until it was carried out; see {@link #ask(GrantCommand, Duration)}. */
    CompletableFuture<CommandResult> request(HoldCommand command, Duration patience);

    /** Puts a command about a case on the log and waits until it was carried out; see {@link #ask(GrantCommand, Duration)}. */
    CompletableFuture<CommandResult> request(CaseCommand command, Duration patience);

    /** Puts the report of a misjudged origin on the log and waits until it was recorded; see {@link #ask(GrantCommand, Duration)}. */
    CompletableFuture<CommandResult> request(LogEntry.MisjudgedOrigin report, Duration patience);

    /**
     * Puts an event on the log for which nobody waits. The event must have come through the intake: its origin resolved, its
     * recipients hashed.
     *
     * @return done when the log has it for good; fails at once with a {@link LogUnavailableException} while the log is known to be away.
     *     Otherwise whoever has no patience any more may give up and repeat: the same id is the same event
     */
    CompletableFuture<Void> publish(MailEvent event);

    /**
     * Records what a door really told the mail server about a submission. Nobody waits for it; what the log does not
     * take, because more waits for it than may, is counted and said in the service's log.
     *
     * @param endpoint name of the door
     * @param took from the request to the answer
     */
    void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took);

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
