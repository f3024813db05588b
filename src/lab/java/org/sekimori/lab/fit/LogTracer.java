package org.sekimori.lab.fit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepResult;
import org.sekimori.lab.evaluation.AttackTempo;
import org.sekimori.lab.evaluation.detectors.RulebookDetector;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.StepTable;

/**
 * Steps an operator's own log through the engine and records the evidence. Of a case that was closed as confirmed, what the account sent
 * in the week before counts as the thief's, from the first attempt on that any rule flagged or any sign weighed on; everything else
 * counts as its owner's. What servers reported about a message that the rules refuse here is left out: it would not have happened.
 *
 * <p>Holds one account's attempts in some 20 octets each.
 */
public final class LogTracer implements AutoCloseable {

    /** Of an attack of a log. */
    private static final String CONFIRMED = "confirmed";

    private static final Duration BEFORE_JUDGEMENT = Duration.ofDays(7);
    private static final long DAY = 86_400;

    private final Rulebook rulebook;
    private final StepEngine engine;
    private final SortedMap<String, StepTable> tables;
    private final SignSteps steps;
    private final int warmUpDays;
    private final TraceSet traces;
    private final Map<Account, Traced> accounts = new LinkedHashMap<>();
    private long firstDay = Long.MAX_VALUE;
    private long lastDay = Long.MIN_VALUE;
    private long failed;

    private record Attempt(long second, int vector, boolean passed, boolean flagged) {}

    private record Judged(long second, boolean confirmed) {}

    private static final class Traced {
        private @Nullable AccountState state;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<Judged> judged = new ArrayList<>();
        private final Set<String> refused = new HashSet<>();
    }

    /**
     * A tracer.
     *
     * @param warmUpDays first days of the log that only form habits
     */
    public LogTracer(Rulebook rulebook, int warmUpDays) {
        this.rulebook = RulebookDetector.withoutBands(rulebook);
        this.engine = new StepEngine(this.rulebook);
        engine.collectEvidence();
        this.tables = rulebook.weights().signs();
        this.steps = new SignSteps(tables);
        this.warmUpDays = warmUpDays;
        this.traces = new TraceSet(List.copyOf(tables.keySet()));
    }

    /** Takes the next entry; those of one account come in their order. */
    public void add(LogEntry entry) {
        Account account = entry.account();
        if (account == null) {
            return;
        }
        Traced known = accounts.computeIfAbsent(account, name -> new Traced());
        if (entry instanceof LogEntry.CaseRequest request
                && request.command() instanceof CaseCommand.Close close
                && (close.outcome() == Case.Outcome.CONFIRMED || close.outcome() == Case.Outcome.FALSE_POSITIVE)) {
            known.judged.add(
                    new Judged(close.head().time().getEpochSecond(), close.outcome() == Case.Outcome.CONFIRMED));
        }
        if (entry instanceof LogEntry.Mail mail && skipped(known, mail.event())) {
            return;
        }
        StepResult step;
        try {
            step = engine.step(known.state, entry);
        } catch (RuntimeException e) {
            // The service makes it a dead letter, and the state stays.
            failed++;
            return;
        }
        known.state = step.state();
        if (entry instanceof LogEntry.Mail mail) {
            for (StepOutput output : step.outputs()) {
                if (output instanceof StepOutput.DecisionMade made) {
                    decided(known, mail.event(), made.decision());
                }
            }
        }
    }

    private static boolean skipped(Traced known, MailEvent event) {
        return event.kind() != EventKind.ATTEMPT && event.queueId() != null && known.refused.contains(event.queueId());
    }

    private void decided(Traced known, MailEvent event, Decision decision) {
        boolean passed = decision.refusal() == null;
        if (!passed && event.queueId() != null) {
            known.refused.add(event.queueId());
        }
        long second = event.time().getEpochSecond();
        long day = day(event.time());
        firstDay = Math.min(firstDay, day);
        lastDay = Math.max(lastDay, day);
        traces.attempt();
        int vector = traces.table().number(steps.of(engine.evidence()));
        known.attempts.add(new Attempt(second, vector, passed, !decision.flags().isEmpty()));
    }

    private long day(Instant time) {
        return time.atZone(rulebook.policies().defaults().zone()).toLocalDate().toEpochDay();
    }

    /** Entries that could not be stepped. */
    public long failed() {
        return failed;
    }

    /** Days that count, those of the warm-up left out; 0 and below if there are none. */
    public long days() {
        return firstDay > lastDay ? 0 : lastDay - firstDay + 1 - warmUpDays;
    }

    /** The tables of the rulebook's signs. */
    SortedMap<String, StepTable> tables() {
        return tables;
    }

    /** Labels what was stepped. */
    TraceSet traces() {
        double[] scores = new EvidenceModel(tables).scores(traces.table());
        for (Traced account : accounts.values()) {
            label(account, scores);
        }
        accounts.clear();
        return traces;
    }

    private void label(Traced account, double[] scores) {
        Set<Attempt> hostile = new LinkedHashSet<>();
        for (Judged judged : account.judged) {
            if (judged.confirmed()) {
                List<Attempt> attack = attack(account, judged, scores);
                attack.removeAll(hostile);
                hostile.addAll(attack);
                add(attack);
            }
        }
        Map<Long, Set<Integer>> days = new TreeMap<>();
        Map<Long, Boolean> flagged = new HashMap<>();
        for (Attempt attempt : account.attempts) {
            long day = day(Instant.ofEpochSecond(attempt.second()));
            if (day >= firstDay + warmUpDays && !hostile.contains(attempt)) {
                days.computeIfAbsent(day, key -> new LinkedHashSet<>()).add(attempt.vector());
                flagged.merge(day, attempt.flagged(), Boolean::logicalOr);
            }
        }
        List<HonestTrace.Day> active = new ArrayList<>();
        days.forEach((day, vectors) -> active.add(new HonestTrace.Day(
                vectors.stream().mapToInt(vector -> vector).toArray(), flagged.getOrDefault(day, false))));
        if (days() > 0) {
            traces.add(new HonestTrace("own log", (int) days(), active));
        }
    }

    private static List<Attempt> attack(Traced account, Judged judged, double[] scores) {
        List<Attempt> attack = new ArrayList<>();
        for (Attempt attempt : account.attempts) {
            boolean within = attempt.second() <= judged.second()
                    && attempt.second() >= judged.second() - BEFORE_JUDGEMENT.getSeconds();
            if (within && (!attack.isEmpty() || attempt.flagged() || scores[attempt.vector()] > 0)) {
                attack.add(attempt);
            }
        }
        return attack;
    }

    private void add(List<Attempt> attack) {
        if (attack.isEmpty()) {
            return;
        }
        int count = Math.min(attack.size(), AttackTrace.MOST);
        int[] vectors = new int[count];
        byte[] marks = new byte[count];
        for (int i = 0; i < count; i++) {
            Attempt attempt = attack.get(i);
            vectors[i] = attempt.vector();
            marks[i] = (byte) (AttackTrace.HOSTILE
                    | (attempt.passed() ? AttackTrace.PASSED : 0)
                    | (attempt.flagged() ? AttackTrace.FLAGGED : 0));
        }
        boolean slow = attack.get(count - 1).second() - attack.get(0).second() > DAY;
        traces.add(new AttackTrace(CONFIRMED, slow ? AttackTempo.SLOW : AttackTempo.FAST, vectors, marks));
    }

    @Override
    public void close() {
        engine.close();
    }
}
