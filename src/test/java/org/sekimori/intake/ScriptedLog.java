package org.sekimori.intake;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.Log;

/** A log that answers about a submission whatever a test says, or fails as it says. */
public final class ScriptedLog implements Log {

    /** What doors said they told, as {@code account verdict source}. */
    public final List<String> told = new CopyOnWriteArrayList<>();

    private final Function<MailEvent, CompletableFuture<Answer>> script;

    /** Thrown by everything that is not an answer; null: nothing is. */
    public volatile RuntimeException failure;

    @SuppressWarnings("NullAway")
    public ScriptedLog(Function<MailEvent, CompletableFuture<Answer>> script) {
        this.script = script;
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public CompletableFuture<Answer> ask(MailEvent event, Duration patience) {
        return script.apply(event);
    }

    @Override
    public void told(MailEvent event, Answer answer, String door, Duration took) {
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
    public CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandDone> ask(HomeCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandDone> ask(CaseCommand command, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }

    @Override
    public CompletableFuture<CommandDone> ask(Entry.Misjudged report, Duration patience) {
        throw new UnsupportedOperationException("a waiting door commands nothing");
    }
}
