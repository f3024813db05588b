package org.sekimori.intake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.request.EventLog;

/** A log that answers about a submission whatever a test says, or fails as it says. */
public final class StubLog implements EventLog {

    /** What doors said they told, as {@code account verdict source}. */
    public final List<String> told = new CopyOnWriteArrayList<>();

    /** The reasons of what doors set aside. */
    public final List<String> deadLetters = new CopyOnWriteArrayList<>();

    private final Function<MailEvent, CompletableFuture<SubmissionAnswer>> script;

    /** Thrown by everything that is not an answer; null: nothing is. */
    public volatile RuntimeException failure;

    @SuppressWarnings("NullAway")
    public StubLog(Function<MailEvent, CompletableFuture<SubmissionAnswer>> script) {
        this.script = script;
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        return script.apply(event);
    }

    @Override
    public void answerSent(MailEvent event, SubmissionAnswer answer, String door, Duration took) {
        fail();
        told.add(event.account() + " " + answer.verdict().word() + " "
                + answer.source().word());
    }

    @Override
    public void logInRefused(MailEvent login, String rule, String by, String channel) {
        fail();
        told.add(login.account() + " log-in refused: " + rule);
    }

    @Override
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        fail();
        deadLetters.add(reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> publish(MailEvent event) {
        throw new UnsupportedOperationException("a waiting door publishes nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }
}
