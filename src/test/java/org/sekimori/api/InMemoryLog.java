package org.sekimori.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepResult;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.AccountStateReader;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.LogUnavailableException;
import org.sekimori.stream.runtime.StreamStatus;

/** A log without a broker: the real engine steps everything at once. */
public final class InMemoryLog implements EventLog, AccountStatus, StreamStatus {

    private final StepEngine engine;
    private final Map<Account, AccountState> states = new HashMap<>();
    private final List<MailEvent> events = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final List<StepOutput.AuditRecord> audited = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    /** While true, commands are carried out but nobody is told, and events are not taken. */
    volatile boolean silent;

    /** While true, commands are refused at once and not carried out. */
    volatile boolean away;

    /** Until it is done, nobody gets an answer about mail. */
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    /** How many have asked about mail. */
    final AtomicInteger waiting = new AtomicInteger();

    /** How many events are taken. */
    volatile int room;

    volatile boolean ready;
    volatile boolean alive;

    InMemoryLog(Rulebook rulebook) {
        engine = new StepEngine(rulebook);
        reset();
    }

    /** The same for tests of pages. */
    public void away(boolean gone) {
        away = gone;
    }

    void reset() {
        silent = false;
        away = false;
        room = Integer.MAX_VALUE;
        gate = CompletableFuture.completedFuture(null);
        waiting.set(0);
        ready = true;
        alive = true;
        synchronized (this) {
            states.clear();
            events.clear();
            told.clear();
            deadLetters.clear();
            audited.clear();
            lines.clear();
        }
    }

    @Override
    public synchronized CompletableFuture<SubmissionAnswer> request(MailEvent event, Duration patience) {
        waiting.incrementAndGet();
        if (silent) {
            return new CompletableFuture<SubmissionAnswer>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        events.add(event);
        SubmissionAnswer answer = output(step(event.account(), new LogEntry.Mail(event)), StepOutput.AnswerSent.class)
                .answer();
        return gate.thenApply(open -> answer);
    }

    @Override
    public synchronized CompletableFuture<Void> publish(MailEvent event) {
        if (silent) {
            return new CompletableFuture<>();
        }
        if (events.size() >= room) {
            return CompletableFuture.failedFuture(new IllegalStateException("the log is full"));
        }
        events.add(event);
        step(event.account(), new LogEntry.Mail(event));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<CommandResult> request(LogEntry.Command command, Duration patience) {
        if (away) {
            return CompletableFuture.failedFuture(new LogUnavailableException("away"));
        }
        StepResult step = step(command.account(), command);
        return silent
                ? new CompletableFuture<CommandResult>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                : CompletableFuture.completedFuture(output(step, CommandResult.class));
    }

    private StepResult step(Account account, LogEntry entry) {
        StepResult step = engine.step(states.get(account), entry);
        @Nullable AccountState state = step.state();
        if (state == null) {
            states.remove(account);
        } else {
            states.put(account, state);
        }
        step.outputs().stream()
                .filter(StepOutput.AuditRecord.class::isInstance)
                .forEach(output -> audited.add((StepOutput.AuditRecord) output));
        return step;
    }

    private static <T extends StepOutput> T output(StepResult step, Class<T> kind) {
        return step.outputs().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public synchronized void answerSent(MailEvent event, SubmissionAnswer answer, String endpoint, Duration took) {
        told.add(event.id() + " " + answer.verdict().word() + " "
                + answer.source().word() + " " + endpoint);
    }

    @Override
    public synchronized void logInRefused(MailEvent login, String rule, String by, String channel) {
        String country = login.origin() instanceof Origin.Country where ? where.country() : null;
        String network = login.origin().network();
        step(
                login.account(),
                new LogEntry.LogInRefused(
                        login.id(),
                        login.account(),
                        login.time(),
                        by,
                        channel,
                        ReferenceCode.of(login.account(), login.id()).code(),
                        rule,
                        country == null && network == null ? null : new LogEntry.LocatedOrigin(country, network)));
    }

    @Override
    public synchronized CompletableFuture<Void> deadLetter(String source, String reason, String payload) {
        deadLetters.add(source + " | " + reason + " | " + payload);
        return CompletableFuture.completedFuture(null);
    }

    /** The whole state of an account. */
    synchronized AccountStateReader.KnownState state(Account account) {
        return new AccountStateReader.KnownState(states.get(account), true);
    }

    /** Everything that was asked about or published. */
    synchronized List<MailEvent> events() {
        return List.copyOf(events);
    }

    /** What doors said, as {@code id verdict source door}. */
    synchronized List<String> answers() {
        return List.copyOf(told);
    }

    /** The trail of what was done. */
    synchronized CompletableFuture<Void> audit(String what, String by, String detail, @Nullable String channel) {
        lines.add(what + " " + by + ": " + detail);
        return CompletableFuture.completedFuture(null);
    }

    /** Lines of the audit trail that no step wrote. */
    public synchronized List<String> auditLines() {
        return List.copyOf(lines);
    }

    synchronized List<StepOutput.AuditRecord> audited() {
        return List.copyOf(audited);
    }

    /** As {@code source | reason | payload}. */
    synchronized List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    @Override
    public synchronized GrantSet grants(Account account) {
        return states.getOrDefault(account, AccountState.NEW).grants();
    }

    @Override
    public synchronized Optional<AccountHomeOverride> home(Account account) {
        return Optional.ofNullable(
                states.getOrDefault(account, AccountState.NEW).home());
    }

    @Override
    public synchronized SortedMap<String, AccountHomeOverride> allHomes() {
        SortedMap<String, AccountHomeOverride> all = new TreeMap<>();
        states.forEach((account, state) -> {
            if (state.home() != null) {
                all.put(account.name(), state.home());
            }
        });
        return all;
    }

    @Override
    public synchronized Optional<Hold> hold(Account account) {
        return Optional.ofNullable(
                states.getOrDefault(account, AccountState.NEW).hold());
    }

    @Override
    public synchronized CaseSet cases(Account account) {
        return states.getOrDefault(account, AccountState.NEW).caseSet();
    }

    @Override
    public synchronized SortedMap<String, CaseSet> allCases() {
        SortedMap<String, CaseSet> all = new TreeMap<>();
        states.forEach((account, state) -> {
            if (state.cases() != null) {
                all.put(account.name(), state.cases());
            }
        });
        return all;
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
    public String problem() {
        return ready ? "" : "the log does not answer";
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
