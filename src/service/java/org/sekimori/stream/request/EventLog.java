package org.sekimori.stream.request;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;

/** The log as endpoints and people use it. Thread-safe; no method blocks. */
public interface EventLog {

    /**
     * Puts a submission on the log and requests its decision.
     *
     * @param patience how long an answer is useful; then the future fails with a
     *     {@link java.util.concurrent.TimeoutException}, while the submission stays on the log and is decided. Fails at once with
     *     a {@link LogUnavailableException} while the log is known not to answer; even then the submission goes to the log, as
     *     long as the queue has space
     */
    CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience);

    /**
     * Puts a command on the log and waits until it was carried out.
     *
     * @param patience as for {@link #request(MailEvent, Duration)}. While the log is known to be away the future fails at once with a
     *     {@link LogUnavailableException}, and the command is not carried out later
     */
    CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience);

    /**
     * Puts an event on the log without requesting a reply. The event must have passed the intake: origin resolved, recipients
     * hashed.
     *
     * @return completes when the log has it; fails at once with a {@link LogUnavailableException} while the log is known to
     *     be away. The caller may stop waiting and repeat: the same id is the same event
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
     * Records a log-in for submission that was refused before there was a message. Nobody waits for it; what the log does not take
     * is counted and said in the service's log.
     *
     * @param login as an event, with account, id and origin
     * @param rule the rule that refuses, and its sentence
     * @param by the publisher that asked
     * @param channel the endpoint, such as {@code auth-policy}
     */
    void logInRefused(MailEvent login, String rule, String by, String channel);

    /**
     * Writes a dead letter.
     *
     * @param source its source
     * @param reason the fault
     * @param payload the redacted input
     * @return completes when the log has it; may be ignored, since failures are logged and counted
     */
    CompletableFuture<Void> deadLetter(String source, String reason, String payload);
}
