package org.sekimori.intake.postfix;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.request.EventLog;

/** The log without a broker: the real engine and the real rules step every entry at once. */
final class InMemoryStream implements EventLog, AutoCloseable {

    /** What a door put on the log. */
    final Queue<MailEvent> events = new ConcurrentLinkedQueue<>();

    /** What was decided about it. */
    final Queue<Decision> decisions = new ConcurrentLinkedQueue<>();

    /** The reasons of what a door set aside. */
    final Queue<String> deadLetters = new ConcurrentLinkedQueue<>();

    /** Who told a mail server something that the log did not. */
    final Queue<SubmissionAnswer.Source> told = new ConcurrentLinkedQueue<>();

    /** While true nobody is answered. */
    volatile boolean silent;

    /** While true nobody is answered in time. */
    volatile boolean slow;

    private final StepEngine engine;
    private final Map<Account, AccountState> states = new HashMap<>();

    InMemoryStream(Rulebook rulebook) {
        engine = new StepEngine(rulebook);
    }

    @Override
    public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        events.add(event);
        if (silent) {
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        if (slow) {
            return new CompletableFuture<SubmissionAnswer>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        StepResult step = step(event.account(), new LogEntry.Mail(event));
        step.outputs().stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .forEach(output -> decisions.add(((StepOutput.DecisionMade) output).decision()));
        return CompletableFuture.completedFuture(
                first(step, StepOutput.AnswerSent.class).answer());
    }

    @Override
    public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        return CompletableFuture.completedFuture(first(step(command.account(), command), CommandResult.class));
    }

    private synchronized StepResult step(Account account, LogEntry entry) {
        StepResult step = engine.step(states.get(account), entry);
        @Nullable AccountState state = step.state();
        if (state == null) {
            states.remove(account);
        } else {
            states.put(account, state);
        }
        return step;
    }

    private static <T> T first(StepResult step, Class<T> kind) {
        return step.outputs().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took) {
        told.add(answer.source());
    }

    @Override
    public void logInRefused(MailEvent login, String rule, String by, String channel) {
        throw new UnsupportedOperationException("no log-ins here");
    }

    @Override
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        deadLetters.add(reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> publish(MailEvent event) {
        throw new UnsupportedOperationException("the door for Postfix asks, and publishes nothing");
    }

    @Override
    public synchronized void close() {
        engine.close();
    }
}
