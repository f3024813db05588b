package org.sekimori.intake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.request.EventLog;

/** A log that answers about a submission whatever a test says, or fails as it says. */
public final class StubLog implements EventLog {

    /** What doors said they told, as {@code account verdict source}. */
    public final List<String> told = new CopyOnWriteArrayList<>();

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
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        fail();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> publish(MailEvent event) {
        throw new UnsupportedOperationException("a waiting door publishes nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(GrantCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(AccountHomeCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(HoldCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(CaseCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(LogEntry.MisjudgedOrigin report, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }
}
