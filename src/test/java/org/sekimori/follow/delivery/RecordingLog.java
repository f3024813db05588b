package org.sekimori.follow.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.stream.request.EventLog;

/** A log that keeps what is published, and can be away. */
final class RecordingLog implements EventLog {

    final List<MailEvent> events = new CopyOnWriteArrayList<>();
    final List<String> deadLetters = new CopyOnWriteArrayList<>();

    /** Takes so many more events before it is away. */
    volatile int takes = Integer.MAX_VALUE;

    @Override
    public synchronized CompletableFuture<Void> publish(MailEvent event) {
        if (takes <= 0) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        takes--;
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        deadLetters.add(source + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    /** What is there, as {@code kind account queue-id}. */
    List<String> told() {
        List<String> all = new ArrayList<>();
        events.forEach(one -> all.add(one.kind().word() + " " + one.account().name() + " " + one.queueId()));
        return all;
    }

    List<MailEvent> of(EventKind kind) {
        return events.stream().filter(one -> one.kind() == kind).toList();
    }

    @Override
    public CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        throw new UnsupportedOperationException("a follower asks nothing");
    }

    @Override
    public CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        throw new UnsupportedOperationException("a follower commands nothing");
    }

    @Override
    public void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took) {
        throw new UnsupportedOperationException("a follower answers nothing");
    }

    @Override
    public void logInRefused(MailEvent login, String rule, String by, String channel) {
        throw new UnsupportedOperationException("a follower refuses nothing");
    }
}
