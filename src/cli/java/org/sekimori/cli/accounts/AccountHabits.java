package org.sekimori.cli.accounts;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.registration.SenderHabit;
import org.sekimori.rules.registration.SenderSuggestion;
import org.sekimori.server.explain.HomesBeforeLog;
import org.sekimori.stream.consumer.LogReplay;

/** The habits of accounts, from the log replayed through a rulebook. */
final class AccountHabits {

    /** Rules about how much is sent: what an unregistered newsletter or device hits without being at fault. */
    private static final String VOLUME = "volume/";

    private final Rulebook rulebook;
    private final Predicate<Account> wanted;
    private final Map<Account, AccountState> states = new HashMap<>();
    private final Map<Account, SenderHabit> habits = new TreeMap<>();
    private Instant newest = Instant.EPOCH;

    private AccountHabits(Rulebook rulebook, Predicate<Account> wanted) {
        this.rulebook = rulebook;
        this.wanted = wanted;
    }

    /** Replays the whole log; blocks until its end. */
    static AccountHabits replay(LogReplay log, Rulebook rulebook, Predicate<Account> wanted, LongConsumer progress) {
        AccountHabits all = new AccountHabits(rulebook, wanted);
        HomesBeforeLog homes = HomesBeforeLog.of(log);
        Set<Account> known = new HashSet<>();
        try (StepEngine engine = new StepEngine(rulebook)) {
            log.entries(
                    (partition, entry) -> {
                        Account account = entry.account();
                        if (account == null || !wanted.test(account)) {
                            return;
                        }
                        AccountState before = known.add(account) ? homes.before(entry) : null;
                        if (before != null) {
                            all.states.put(account, before);
                        }
                        all.step(engine, account, entry);
                    },
                    progress);
        }
        return all;
    }

    private void step(StepEngine engine, Account account, LogEntry entry) {
        StepResult step = engine.step(states.get(account), entry);
        if (step.state() == null) {
            states.remove(account);
        } else {
            states.put(account, step.state());
        }
        Decision decided = null;
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade made) {
                decided = made.decision();
            } else if (output instanceof StepOutput.FindingsMade made) {
                flagged(account, made.decision());
            }
        }
        if (entry instanceof LogEntry.Mail mail) {
            newest = mail.event().time().isAfter(newest) ? mail.event().time() : newest;
            mail(account, mail.event(), decided);
        }
    }

    private void mail(Account account, MailEvent event, @Nullable Decision decided) {
        SenderHabit habit = habit(account);
        if (event.kind() == EventKind.ATTEMPT) {
            if (decided == null) {
                // Imported, and so not decided: it was sent.
                habit.sent(event, atHome(account, event.origin()), false);
                return;
            }
            flagged(account, decided);
            Verdict verdict = decided.would() == null ? decided.verdict() : decided.would();
            boolean limited = verdict.refuses() && folder(decided).startsWith(VOLUME);
            if (verdict.refuses() && !limited) {
                habit.disturbed(event.time());
            } else {
                habit.sent(event, atHome(account, decided.origin()), limited);
            }
        } else if (event.kind() == EventKind.BOUNCED) {
            habit.bounced(event.recipientCount());
        } else if (event.kind() == EventKind.COMPLAINT) {
            habit.disturbed(event.time());
        }
    }

    private void flagged(Account account, Decision decision) {
        for (String rule : decision.flags()) {
            if (!rulebook.spec(rule).folder().startsWith(VOLUME)) {
                habit(account).disturbed(decision.time());
            }
        }
    }

    private String folder(Decision decision) {
        return decision.findings().isEmpty()
                ? ""
                : rulebook.spec(decision.findings().get(0).rule()).folder();
    }

    private boolean atHome(Account account, Origin origin) {
        DomainPolicy policy = rulebook.policies().of(account);
        return policy.home().isEmpty()
                || !(origin instanceof Origin.Country at)
                || policy.home().contains(at.country());
    }

    private SenderHabit habit(Account account) {
        return habits.computeIfAbsent(
                account, key -> new SenderHabit(key, rulebook.policies().of(key).zone()));
    }

    /** The suggestions as of the newest event, by account. */
    List<SenderSuggestion> suggestions() {
        return habits.values().stream()
                .map(habit -> habit.suggestion(newest))
                .flatMap(Optional::stream)
                .filter(one -> wanted.test(one.account()))
                .toList();
    }
}
