package org.sekimori.intake.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.request.EventLog;

/** A log that acknowledges at once up to a number of events, and no more after that. */
final class StallingLog implements EventLog {

    final List<String> ids = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    private final int room;

    StallingLog(int room) {
        this.room = room;
    }

    @Override
    public synchronized CompletableFuture<Void> publish(MailEvent event) {
        ids.add(event.id());
        return acknowledged(ids.size());
    }

    private CompletableFuture<Void> acknowledged(int number) {
        return number <= room ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
    }

    @Override
    public synchronized CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        deadLetters.add(source);
        return acknowledged(deadLetters.size());
    }

    @Override
    public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        throw new UnsupportedOperationException("nobody waits for decisions here");
    }

    @Override
    public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public void logInRefused(MailEvent login, String rule, String by, String channel) {
        throw new UnsupportedOperationException("no log-ins here");
    }

    @Override
    public void answerSent(MailEvent event, SubmissionAnswer answer, String door, Duration took) {
        throw new UnsupportedOperationException("nobody is answered here");
    }
}
