package org.sekimori.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Hold;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Output;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.engine.Step;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Answer;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.Log;
import org.sekimori.stream.Standing;
import org.sekimori.stream.Vitals;

/** A log without a broker: the real engine steps every command at once. */
final class MemoryLog implements Log, Standing, Vitals {

    private final Engine engine = new Engine(Rulebook.NONE);
    private final Map<Account, AccountState> states = new HashMap<>();

    /** While true, commands are carried out but nobody is told. */
    volatile boolean silent;

    volatile boolean ready = true;
    volatile boolean alive = true;

    void reset() {
        silent = false;
        ready = true;
        alive = true;
        synchronized (this) {
            states.clear();
        }
    }

    @Override
    public CompletableFuture<Answer> ask(MailEvent event, Duration patience) {
        throw new UnsupportedOperationException("the API asks about no mail");
    }

    @Override
    public CompletableFuture<CommandDone> ask(GrantCommand command, Duration patience) {
        return step(command.account(), new Entry.Grants(command), patience);
    }

    @Override
    public CompletableFuture<CommandDone> ask(HoldCommand command, Duration patience) {
        return step(command.account(), new Entry.Holds(command), patience);
    }

    private synchronized CompletableFuture<CommandDone> step(Account account, Entry entry, Duration patience) {
        Step step = engine.step(states.get(account), entry);
        @Nullable AccountState state = step.state();
        if (state == null) {
            states.remove(account);
        } else {
            states.put(account, state);
        }
        if (silent) {
            return new CompletableFuture<CommandDone>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return CompletableFuture.completedFuture(step.outputs().stream()
                .filter(Output.CommandDone.class::isInstance)
                .map(Output.CommandDone.class::cast)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public void told(MailEvent event, Answer answer, String door, Duration took) {
        throw new UnsupportedOperationException("the API is no door");
    }

    @Override
    public void deadLetter(String source, String reason, String payload) {
        throw new UnsupportedOperationException("the API answers whoever sends something broken");
    }

    @Override
    public synchronized GrantSet grants(Account account) {
        return states.getOrDefault(account, AccountState.NEW).grants();
    }

    @Override
    public synchronized Optional<Hold> hold(Account account) {
        return Optional.ofNullable(
                states.getOrDefault(account, AccountState.NEW).hold());
    }

    @Override
    public synchronized SortedMap<String, GrantSet> allGrants() {
        SortedMap<String, GrantSet> all = new TreeMap<>();
        states.forEach((account, state) -> all.put(account.name(), state.grants()));
        return all;
    }

    @Override
    public synchronized SortedMap<String, Hold> allHolds() {
        SortedMap<String, Hold> all = new TreeMap<>();
        states.forEach((account, state) -> {
            if (state.hold() != null) {
                all.put(account.name(), state.hold());
            }
        });
        return all;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public boolean alive() {
        return alive;
    }

    @Override
    public Map<String, String> state() {
        return Map.of("step", ready ? "running" : "rebalancing");
    }
}
