package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.json.DecisionJson;

/**
 * A shard of the accounts, with their states under both rulebooks. One thread at a time works on a shard, in entry order. Between
 * rounds states are kept encoded, a quarter of the size of live ones; equal states of both rulebooks, the usual case, are kept
 * once.
 */
final class AccountShard {

    /** Enough that many cores share the work evenly; fixed, so that nothing depends on how many there are. */
    static final int COUNT = 256;

    /** Of an entry that concerns all shards. */
    static final int ALL = -1;

    private final Map<Account, Slot> slots = new HashMap<>();
    private final Map<Integer, LogEntry.RulebookActivation> inForce = new HashMap<>();
    private final List<Slot> touched = new ArrayList<>();

    /** One account. */
    private static final class Slot {
        private byte @Nullable [] candidate;
        private byte @Nullable [] baseline;
        private @Nullable AccountState liveCandidate;
        private @Nullable AccountState liveBaseline;
        private boolean live;
        private boolean changed;
        private @Nullable AccountComparison tally;

        AccountComparison tally() {
            AccountComparison known = tally;
            if (known == null) {
                known = new AccountComparison();
                tally = known;
            }
            return known;
        }
    }

    /** The shard of an account. */
    static int of(Account account) {
        int hash = account.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & COUNT - 1;
    }

    /** Puts an account as it was in a snapshot. */
    void start(Account account, byte[] state) {
        Slot slot = new Slot();
        slot.candidate = state;
        slot.baseline = state;
        slots.put(account, slot);
    }

    /** Steps this shard's entries of a round. */
    void step(int number, List<ShardedChunk> round, WorkerEngines lanes) {
        for (ShardedChunk parsed : round) {
            LogEntry.RulebookActivation last = inForce.get(parsed.partition());
            for (int i = parsed.starts()[number]; i < parsed.starts()[number + 1]; i++) {
                LogEntry entry = parsed.entries()[parsed.places()[i]];
                if (entry instanceof LogEntry.RulebookActivation activation) {
                    inForce.put(parsed.partition(), activation);
                    last = activation;
                } else {
                    step(entry, last, lanes);
                }
            }
        }
        touched.forEach(slot -> store(slot, lanes.hasBaseline()));
        touched.clear();
    }

    private void step(LogEntry entry, LogEntry.@Nullable RulebookActivation activation, WorkerEngines lanes) {
        Account account = entry.account();
        if (account == null) {
            throw new IllegalArgumentException("not an entry about an account: " + entry);
        }
        Slot slot = slots.computeIfAbsent(account, key -> new Slot());
        load(slot, lanes.hasBaseline());
        AccountState before = slot.liveCandidate;
        StepResult candidate = step(lanes.candidate(), before, entry, lanes);
        StepResult baseline = null;
        if (lanes.hasBaseline()) {
            baseline = step(lanes.baseline(activation), slot.liveBaseline, entry, lanes);
            slot.liveBaseline = baseline.state();
            slot.changed |= baseline.changed();
        }
        slot.liveCandidate = candidate.state();
        slot.changed |= candidate.changed();
        Decision would = decided(candidate);
        Decision was = baseline == null ? null : decided(baseline);
        Decision wasFound = baseline == null ? null : found(baseline);
        Decision print = was == null ? wasFound : was;
        if (print != null && lanes.printing) {
            lanes.prints.add(DecisionFingerprints.DecisionFingerprint.of(print.id(), DecisionJson.write(print)));
        }
        if (!(entry instanceof LogEntry.Mail mail) || !lanes.tally.counts(mail.event())) {
            return;
        }
        if (would != null) {
            count(lanes, slot, mail.event(), was, would, before);
        } else {
            AccountState seen = StepEngine.rulesSeeAfter(mail.event().kind()) ? candidate.state() : before;
            found(lanes, slot, mail.event(), wasFound, found(candidate), seen);
        }
    }

    /** Steps; an entry that the service makes a dead letter leaves the state unchanged. */
    private static StepResult step(
            StepEngine engine, @Nullable AccountState state, LogEntry entry, WorkerEngines lanes) {
        try {
            return engine.step(state, entry);
        } catch (RuntimeException e) {
            lanes.tally.failed++;
            return new StepResult(state, false, List.of());
        }
    }

    private static @Nullable Decision decided(StepResult step) {
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided) {
                return decided.decision();
            }
        }
        return null;
    }

    private static @Nullable Decision found(StepResult step) {
        for (StepOutput output : step.outputs()) {
            if (output instanceof StepOutput.FindingsMade found) {
                return found.decision();
            }
        }
        return null;
    }

    /** Counts what rules found at something else than a submission: flags and shadows, and no message. */
    private static void found(
            WorkerEngines lanes,
            Slot slot,
            MailEvent event,
            @Nullable Decision was,
            @Nullable Decision would,
            @Nullable AccountState seen) {
        Decision candidate = would;
        if (candidate == null) {
            if (was == null) {
                return;
            }
            candidate = Decision.builder(was.id(), was.time(), was.account(), Verdict.NONE)
                    .trigger(was.trigger())
                    .eventId(was.eventId())
                    .reference(was.reference())
                    .origin(was.origin())
                    .rulebook(was.rulebook())
                    .build();
        }
        AccountComparison account = slot.tally();
        lanes.tally.findings(account, was, candidate);
        lanes.examples.offer(account, event, was, candidate, seen);
        account.add(was, candidate);
    }

    private static void count(
            WorkerEngines lanes,
            Slot slot,
            MailEvent event,
            @Nullable Decision was,
            Decision would,
            @Nullable AccountState before) {
        lanes.tally.submission(was, would);
        if (would.findings().isEmpty() && (was == null || was.findings().isEmpty())) {
            return;
        }
        AccountComparison account = slot.tally();
        lanes.tally.findings(account, was, would);
        lanes.examples.offer(account, event, was, would, before);
        account.add(was, would);
    }

    private void load(Slot slot, boolean both) {
        if (slot.live) {
            return;
        }
        byte[] stored = slot.candidate;
        slot.liveCandidate = stored == null ? null : AccountStateCodec.decode(stored);
        if (both) {
            byte[] other = slot.baseline;
            slot.liveBaseline =
                    other == stored ? slot.liveCandidate : other == null ? null : AccountStateCodec.decode(other);
        }
        slot.live = true;
        touched.add(slot);
    }

    private static void store(Slot slot, boolean both) {
        if (slot.changed) {
            slot.candidate = encode(slot.liveCandidate);
            byte[] other = both ? encode(slot.liveBaseline) : null;
            slot.baseline = Arrays.equals(other, slot.candidate) ? slot.candidate : other;
        }
        slot.liveCandidate = null;
        slot.liveBaseline = null;
        slot.live = false;
        slot.changed = false;
    }

    private static byte @Nullable [] encode(@Nullable AccountState state) {
        return state == null ? null : AccountStateCodec.encode(state);
    }

    /** Number of accounts, including those without kept state. */
    int accounts() {
        return slots.size();
    }

    /** The accounts with a finding of either rulebook. */
    void tallies(BiConsumer<Account, AccountComparison> visitor) {
        slots.forEach((account, slot) -> {
            if (slot.tally != null) {
                visitor.accept(account, slot.tally);
            }
        });
    }

    /** The candidate's states. */
    void states(BiConsumer<Account, byte[]> visitor) {
        slots.forEach((account, slot) -> {
            if (slot.candidate != null) {
                visitor.accept(account, slot.candidate);
            }
        });
    }
}
