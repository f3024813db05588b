package org.sekimori.stream.step;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepResult;
import org.sekimori.engine.UnreadableStateException;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.stream.AppendTimeExtractor;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.StateSampleHeader;
import org.sekimori.stream.json.AccountHomeJson;
import org.sekimori.stream.json.AuditJson;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.DecisionJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.json.NeighbourJson;
import org.sekimori.stream.json.OwnerQuestionJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.stream.request.LocalReplies;
import org.sekimori.stream.request.ReplyAddress;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.ActiveRulebook;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.UnusableRulebookException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps the accounts of one partition in log order: reads the entry, loads the account, steps, stores the state, and forwards the
 * outputs. The only writer of state.
 */
public final class StepProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    public static final String ACCOUNTS = "accounts";
    public static final String PLACES = "places";
    public static final String COUNTS = "counts";

    static final String DECISIONS = "to-decisions";
    static final String REPLIES = "to-replies";
    static final String GRANTS = "to-grants";
    static final String HOMES = "to-homes";
    static final String HOLDS = "to-holds";
    static final String CASES = "to-cases";
    static final String QUESTIONS = "to-questions";
    static final String RULE_COUNTS = "to-rule-counts";
    static final String NEIGHBOUR_REPORTS = "to-neighbour-reports";
    static final String AUDIT = "to-audit";
    static final String DEAD_LETTERS = "to-dead-letters";

    private static final Logger log = LoggerFactory.getLogger(StepProcessor.class);
    private static final Bytes IN_FORCE = Bytes.wrap("rulebook".getBytes(StandardCharsets.US_ASCII));

    private final RulebookCache cache;
    private final RuleFailureMonitor failures;
    private final StepMeters meters;
    private final ActivationVerifier proven;
    private final LocalReplies local;
    private final @Nullable Runnable neighbours;
    private final Map<Integer, Long> seen = new HashMap<>();
    private final RecentVerdicts verdicts = new RecentVerdicts();
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> accounts;
    private KeyValueStore<Bytes, byte[]> places;
    private RuleCountStore counter;
    private ActiveRulebook active = ActiveRulebook.NOTHING;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    StepProcessor(
            RulebookCache cache,
            RuleFailureMonitor failures,
            StepMeters meters,
            ActivationVerifier proven,
            LocalReplies local,
            @Nullable Runnable neighbours) {
        this.cache = cache;
        this.failures = failures;
        this.meters = meters;
        this.proven = proven;
        this.local = local;
        this.neighbours = neighbours;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        verdicts.clear();
        accounts = newContext.getStateStore(ACCOUNTS);
        places = newContext.getStateStore(PLACES);
        counter = new RuleCountStore(newContext.getStateStore(COUNTS));
        active = inForce(places.get(IN_FORCE));
        newContext.schedule(
                RuleCountStore.BETWEEN,
                PunctuationType.WALL_CLOCK_TIME,
                time -> counter.drain(count -> forward(
                        new Record<>(new byte[0], new byte[0], time),
                        RULE_COUNTS,
                        count.rule().getBytes(StandardCharsets.UTF_8),
                        RuleHitCountJson.write(count, Instant.ofEpochMilli(time)))));
    }

    /** Fail rather than decide with the wrong rulebook. */
    private ActiveRulebook inForce(byte @Nullable [] stored) {
        if (stored == null) {
            return ActiveRulebook.NOTHING;
        }
        return ActiveRulebook.of(activation(stored, context.taskId().partition()), cache);
    }

    static LogEntry.RulebookActivation activation(byte[] stored, int partition) {
        try {
            return RulebookJson.readHistory(stored).now();
        } catch (UnreadableRecordException e) {
            throw new UnusableRulebookException(
                    "the activation that is followed in partition " + partition
                            + " stands in the store in a form that this version cannot read (" + e.getMessage()
                            + "); run the version that wrote it",
                    e);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        local.stepping(record.headers());
        try {
            LogEntry entry = AppendTimeExtractor.arrived(EntryJson.read(record.value()), record.timestamp());
            if (entry instanceof LogEntry.RulebookActivation activation) {
                String fault = proven.fault(record, activation, active.since());
                if (fault == null) {
                    follow(activation);
                } else {
                    log.error("{}", fault);
                    deadLetter(record, fault);
                }
            } else if (!seenBefore(record.headers())) {
                step(record, entry);
            }
        } catch (UnreadableRecordException e) {
            deadLetter(record, e.getMessage());
        } catch (UnreadableStateException e) {
            // It stays as it is: a state written in its place would lose grants, holds and cases.
            meters.unreadableState();
            deadLetter(record, e.getMessage());
        } catch (RuntimeException e) {
            if (e instanceof org.apache.kafka.common.KafkaException || e instanceof UnusableRulebookException) {
                throw e;
            }
            // One faulty entry must not block the others: it becomes a dead letter, and its endpoint falls back.
            log.error("An entry could not be stepped and becomes a dead letter", e);
            deadLetter(record, e.toString());
        }
    }

    /** Fail rather than decide with the wrong rulebook: the thread dies and retries. */
    private void follow(LogEntry.RulebookActivation activation) {
        try {
            activate(activation);
        } catch (IllegalStateException e) {
            throw new UnusableRulebookException(e.getMessage(), e);
        }
    }

    private void activate(LogEntry.RulebookActivation activation) {
        if (active.is(activation)) {
            return;
        }
        ActiveRulebook before = active;
        active = ActiveRulebook.of(activation, cache);
        before.close();
        places.put(IN_FORCE, EntryJson.write(activation));
    }

    private boolean seenBefore(Headers headers) {
        SourcePosition source = SourcePosition.of(headers);
        if (source == null) {
            return false;
        }
        Bytes key = Bytes.wrap(source.key());
        Long last = seen.get(source.partition());
        if (last == null) {
            last = place(places.get(key));
        }
        if (source.offset() <= last) {
            meters.repeated();
            return true;
        }
        seen.put(source.partition(), source.offset());
        places.put(key, ByteBuffer.allocate(8).putLong(source.offset()).array());
        return false;
    }

    /** An invalid position is ignored: repetitions are still recognised by their ids for a while. */
    private static long place(byte @Nullable [] stored) {
        if (stored == null) {
            return -1;
        }
        if (stored.length < Long.BYTES) {
            log.error("A place in the inbox has {} bytes in the store and is not used", stored.length);
            return -1;
        }
        return ByteBuffer.wrap(stored).getLong();
    }

    private void step(Record<byte[], byte[]> record, LogEntry entry) {
        if (record.key() == null) {
            throw new UnreadableRecordException("an entry has its account as key, and this one has none");
        }
        if (verdicts.confirmedBy(entry)) {
            return;
        }
        Bytes key = Bytes.wrap(record.key());
        byte @Nullable [] stored = accounts.get(key);
        AccountState before = before(record, stored, entry);
        StepResult step = active.engine().step(before, entry);
        if (step.changed()) {
            AccountState after = step.state();
            accounts.put(key, after == null ? null : AccountStateCodec.encode(after));
        }
        boolean decided = false;
        for (StepOutput output : step.outputs()) {
            decided |= output instanceof StepOutput.DecisionMade;
            handOut(record, output, decided, stored);
        }
    }

    private @Nullable AccountState before(Record<byte[], byte[]> record, byte @Nullable [] stored, LogEntry entry) {
        try {
            return stored == null ? null : AccountStateCodec.decode(stored);
        } catch (UnreadableStateException e) {
            if (!(entry instanceof LogEntry.Mail)) {
                // A command's sender is told at once; an endpoint falls back by itself.
                reply(
                        record,
                        () -> ReplyJson.write(new CommandResult(false, String.valueOf(e.getMessage()), GrantSet.NONE)));
            }
            throw e;
        }
    }

    private void handOut(
            Record<byte[], byte[]> record, StepOutput output, boolean decided, byte @Nullable [] stateBefore) {
        if (output instanceof StepOutput.DecisionMade one) {
            verdicts.decided(one.decision());
            meters.decided(one.decision());
            counter.add(one.decision());
            failures.inspect(one.decision());
            decided(record, DecisionJson.write(one.decision()), stateBefore);
        } else if (output instanceof StepOutput.FindingsMade found) {
            meters.found(found.decision());
            counter.add(found.decision());
            failures.inspect(found.decision());
            decided(record, DecisionJson.write(found.decision()), stateBefore);
        } else if (output instanceof StepOutput.AnswerSent answer) {
            if (!decided) {
                meters.repeated();
            }
            reply(record, () -> ReplyJson.write(answer.answer()));
        } else if (output instanceof StepOutput.CommandResult done) {
            reply(record, () -> ReplyJson.write(done));
        } else if (output instanceof StepOutput.GrantsChanged changed) {
            byte[] set = changed.grants().grants().isEmpty() ? null : GrantSetJson.write(changed.grants());
            forward(record, GRANTS, key(changed.account()), set);
        } else if (output instanceof StepOutput.HomeChanged changed) {
            byte[] home = changed.home() == null ? null : AccountHomeJson.write(changed.home());
            forward(record, HOMES, key(changed.account()), home);
        } else if (output instanceof StepOutput.HoldChanged changed) {
            byte[] hold = changed.hold() == null ? null : HoldJson.write(changed.hold());
            forward(record, HOLDS, key(changed.account()), hold);
        } else if (output instanceof StepOutput.CasesChanged changed) {
            byte[] set = changed.cases().isEmpty() ? null : CaseSetJson.write(changed.cases());
            forward(record, CASES, key(changed.account()), set);
        } else if (output instanceof StepOutput.OwnerQuestionRaised question) {
            forward(record, QUESTIONS, key(question.account()), OwnerQuestionJson.write(question));
        } else if (output instanceof StepOutput.OutcomeReported heard) {
            meters.outcome(heard);
        } else if (output instanceof StepOutput.NeighbourReported reported) {
            if (neighbours != null) {
                neighbours.run();
                byte[] shared = reported.report().key().text().getBytes(StandardCharsets.US_ASCII);
                forward(record, NEIGHBOUR_REPORTS, shared, NeighbourJson.write(reported.report()));
            }
        } else if (output instanceof StepOutput.AuditRecord audited) {
            if (audited.what().equals("answer_differs")) {
                meters.answerDiffers();
            }
            forward(record, AUDIT, key(audited.account()), AuditJson.write(audited));
        }
    }

    /** Names the decision's entry, so that a follower joins the two without a search. */
    private void decided(Record<byte[], byte[]> record, byte[] decision, byte @Nullable [] stateBefore) {
        Record<byte[], byte[]> out = new Record<>(record.key(), decision, record.timestamp());
        context.recordMetadata().ifPresent(entry -> {
            new EventPosition(entry.partition(), entry.offset()).set(out.headers());
            if (stateBefore != null && StateSampleHeader.due(record.key(), entry.offset())) {
                StateSampleHeader.set(out.headers(), stateBefore);
            }
        });
        context.forward(out, DECISIONS);
    }

    /** Sends a reply if one was requested; entries of followers request none. */
    private void reply(Record<byte[], byte[]> record, Supplier<byte[]> value) {
        ReplyAddress to = ReplyAddress.of(record.headers());
        if (to != null) {
            byte[] reply = value.get();
            if (!local.take(to, reply)) {
                forward(record, REPLIES, to.bytes(), reply);
            }
        }
    }

    private void deadLetter(Record<byte[], byte[]> record, @Nullable String reason) {
        meters.deadLetter();
        String place = context.recordMetadata()
                .map(m -> m.topic() + "-" + m.partition() + "@" + m.offset())
                .orElse("events");
        // The payload stays on the log at that place; copying it here would carry it past its retention.
        byte[] deadLetter =
                DeadLetterJson.write(Instant.ofEpochMilli(record.timestamp()), place, String.valueOf(reason), "");
        forward(record, DEAD_LETTERS, place.getBytes(StandardCharsets.UTF_8), deadLetter);
    }

    private void forward(Record<byte[], byte[]> record, String child, byte[] key, byte @Nullable [] value) {
        Record<byte[], byte[]> out = new Record<>(key, value, record.timestamp());
        context.forward(out, child);
    }

    private static byte[] key(Account account) {
        return account.name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        active.close();
    }
}
