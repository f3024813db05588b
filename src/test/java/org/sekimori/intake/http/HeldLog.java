package org.sekimori.intake.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.Log;

/** A log that acknowledges at once up to a number of events, and no more after that. */
final class HeldLog implements Log {

    final List<String> ids = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    private final int room;

    HeldLog(int room) {
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
    public CompletableFuture<Answer> ask(MailEvent event, Duration patience) {
        throw new UnsupportedOperationException("nobody waits for decisions here");
    }

    @Override
    public CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public CompletableFuture<CommandDone> ask(HomeCommand command, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public CompletableFuture<CommandDone> ask(CaseCommand command, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public CompletableFuture<CommandDone> ask(Entry.Misjudged report, Duration patience) {
        throw new UnsupportedOperationException("nobody commands here");
    }

    @Override
    public void told(MailEvent event, Answer answer, String door, Duration took) {
        throw new UnsupportedOperationException("nobody is answered here");
    }
}
