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
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.engine.Step;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.Log;

/** The log without a broker: the real engine and the real rules step every entry at once. */
final class MemoryBelt implements Log, AutoCloseable {

    /** What a door put on the log. */
    final Queue<MailEvent> events = new ConcurrentLinkedQueue<>();

    /** What was decided about it. */
    final Queue<Decision> decisions = new ConcurrentLinkedQueue<>();

    /** The reasons of what a door set aside. */
    final Queue<String> deadLetters = new ConcurrentLinkedQueue<>();

    /** Who told a mail server something that the log did not. */
    final Queue<Answer.Source> told = new ConcurrentLinkedQueue<>();

    /** While true nobody is answered. */
    volatile boolean silent;

    /** While true nobody is answered in time. */
    volatile boolean slow;

    private final Engine engine;
    private final Map<Account, AccountState> states = new HashMap<>();

    MemoryBelt(Rulebook rulebook) {
        engine = new Engine(rulebook);
    }

    @Override
    public CompletableFuture<Answer> ask(MailEvent event, Duration patience) {
        events.add(event);
        if (silent) {
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        if (slow) {
            return new CompletableFuture<Answer>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        Step step = step(event.account(), new Entry.Mail(event));
        step.outputs().stream()
                .filter(Output.Decided.class::isInstance)
                .forEach(output -> decisions.add(((Output.Decided) output).decision()));
        return CompletableFuture.completedFuture(first(step, Output.Told.class).answer());
    }

    @Override
    public CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience) {
        return CompletableFuture.completedFuture(
                first(step(command.account(), new Entry.Grants(command)), CommandDone.class));
    }

    @Override
    public CompletableFuture<CommandDone> ask(HomeCommand command, Duration patience) {
        return CompletableFuture.completedFuture(
                first(step(command.account(), new Entry.Homes(command)), CommandDone.class));
    }

    @Override
    public CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience) {
        return CompletableFuture.completedFuture(
                first(step(command.account(), new Entry.Holds(command)), CommandDone.class));
    }

    @Override
    public CompletableFuture<CommandDone> ask(CaseCommand command, Duration patience) {
        return CompletableFuture.completedFuture(
                first(step(command.account(), new Entry.Cases(command)), CommandDone.class));
    }

    @Override
    public CompletableFuture<CommandDone> ask(Entry.Misjudged report, Duration patience) {
        return CompletableFuture.completedFuture(first(step(report.account(), report), CommandDone.class));
    }

    private synchronized Step step(Account account, Entry entry) {
        Step step = engine.step(states.get(account), entry);
        @Nullable AccountState state = step.state();
        if (state == null) {
            states.remove(account);
        } else {
            states.put(account, state);
        }
        return step;
    }

    private static <T> T first(Step step, Class<T> kind) {
        return step.outputs().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void told(MailEvent event, Answer answer, String door, Duration took) {
        told.add(answer.source());
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
