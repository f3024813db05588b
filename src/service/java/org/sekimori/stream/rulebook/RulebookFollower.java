package org.sekimori.stream.rulebook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.stream.rulebook.RulebookAdmin.RecentRuleCount;
import org.sekimori.stream.rulebook.RulebookAdmin.RefusedRulebook;
import org.sekimori.stream.rulebook.RulebookAdmin.RulebookState;
import org.sekimori.stream.rulebook.RulebookHmacKeys.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the rulebooks on the log: the active one, its hits, and published ones, which it compiles before they are activated.
 * Read-only.
 */
final class RulebookFollower implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(RulebookFollower.class);

    /** Unauthenticated records that are reported one by one; further ones only while none is pending. */
    private static final int MOST_TOLD = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Topics topics;
    private final Clock clock;
    private final UnreadableRecordHandler unreadable;
    private final RulebookCache cache;
    private final RulebookHmacKeys keys;
    private final String prefix;
    private final Runnable adopted;
    private final Consumer<String> unproven;
    private final Counter unprovenRecords;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RetryingThread worker;

    /** Guards the state below; notified when it changes. */
    private final Object followed = new Object();

    private final RuleCountHistory tallies = new RuleCountHistory();
    private @Nullable RulebookState state;
    private @Nullable RefusedRulebook refused;

    /** Compiled because its text came, in the hope that its activation follows; of the thread that prepares. */
    private @Nullable String prepared;

    private final ExecutorService preparing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-rulebook-compile");
        thread.setDaemon(true);
        return thread;
    });

    /** Read from the log and not adopted yet; only the newest counts, and one that cannot be had is tried again. */
    private @Nullable RulebookHistory pending;

    /** Why the newest activation record is unreadable; empty if it is readable. The previous one stays active. */
    private volatile String unreadableInForce = "";

    private Map<TopicPartition, Long> ends = Map.of();
    private boolean caughtUp;

    /**
     * A follower, not started yet.
     *
     * @param keys authenticate instances' records
     * @param unproven receives a message for each unauthenticated record
     * @param adopted called after each later activation
     */
    RulebookFollower(
            StreamSettings settings,
            Topics topics,
            RulebookCache cache,
            RulebookHmacKeys keys,
            Runnable adopted,
            Consumer<String> unproven,
            UnreadableRecordHandler unreadable,
            MeterRegistry registry,
            Clock clock) {
        this.topics = topics;
        this.clock = clock;
        this.unreadable = unreadable;
        this.cache = cache;
        this.keys = keys;
        this.prefix = settings.prefix();
        this.adopted = adopted;
        this.unproven = unproven;
        Map<String, Object> properties = settings.clientProperties("rulebooks");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread("sekimori-rulebooks", this::poll, consumer::wakeup, consumer::close);
        unprovenRecords = Counter.builder("sekimori.rulebook.records.unauthenticated")
                .description(
                        "Records about rulebooks on the log that had no MAC by a key of this cluster, or came again")
                .register(registry);
        Gauge.builder("sekimori.rulebook.refused", this, follower -> follower.lastRefused() == null ? 0 : 1)
                .description("1 while the last rulebook that was to be published was refused")
                .register(registry);
        Gauge.builder("sekimori.rules.off", this, RulebookFollower::offCount)
                .description("Rules that are switched off because they failed")
                .register(registry);
    }

    /** Reads until the active rulebook is adopted, and continues in a thread of its own. */
    void start() {
        assign();
        while (!following()) {
            poll();
            if (caughtUp && current() == null && !unreadableInForce.isEmpty()) {
                throw new IllegalStateException(unreadableInForce);
            }
        }
        worker.start();
    }

    private void assign() {
        List<TopicPartition> books = partitions(topics.rulebooks());
        List<TopicPartition> counts = partitions(topics.ruleCounts());
        List<TopicPartition> all = new ArrayList<>(books);
        all.addAll(counts);
        consumer.assign(all);
        consumer.seekToBeginning(books);
        long from = clock.instant().minus(RuleCountHistory.KEPT).toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        counts.forEach(partition -> times.put(partition, from));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : counts) {
            OffsetAndTimestamp first = offsets.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
        ends = consumer.endOffsets(books);
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private boolean following() {
        return caughtUp && current() != null;
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                unreadable.read(record, this::take);
            }
            caughtUp |= ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            RulebookHistory newest = pending;
            // Former rulebooks need not compile any more, so the past is skipped.
            if (caughtUp && newest != null) {
                adopt(newest);
                pending = null;
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.ruleCounts())) {
            RuleHitCount count = RuleHitCountJson.read(record.value());
            synchronized (followed) {
                tallies.add(Instant.ofEpochMilli(record.timestamp()), count);
            }
        } else if (Arrays.equals(record.key(), ActivationLog.IN_FORCE)) {
            if (proven(record, Kind.IN_FORCE)) {
                inForce(record);
            }
        } else if (caughtUp && record.value() != null && proven(record, Kind.TEXT)) {
            // The next activation record must not wait for this trial.
            String id = UnreadableRecordHandler.key(record);
            preparing.execute(() -> prepare(id));
        }
    }

    private void inForce(ConsumerRecord<byte[], byte[]> record) {
        try {
            RulebookHistory read = RulebookJson.readHistory(record.value());
            if (keys.required() && again(read)) {
                notProven(record, "names what was in force before");
                return;
            }
            pending = read;
            unreadableInForce = "";
        } catch (UnreadableRecordException e) {
            unreadableInForce = ActivationLog.unreadable(e);
            throw e;
        }
    }

    /** Whether an earlier record was replayed. Instances write ever later ones. */
    private boolean again(RulebookHistory read) {
        RulebookHistory newest = pending;
        RulebookState now = current();
        RulebookHistory last = newest != null ? newest : now == null ? null : now.inForce();
        return last != null
                && !read.equals(last)
                && !read.now().time().isAfter(last.now().time());
    }

    private boolean proven(ConsumerRecord<byte[], byte[]> record, Kind kind) {
        boolean right = keys.verify(record.headers(), kind, prefix, record.key(), record.value());
        if (!right) {
            notProven(record, "has no MAC by a key of this cluster");
        }
        return right;
    }

    /** Records from before the start are not reported. */
    private void notProven(ConsumerRecord<byte[], byte[]> record, String why) {
        if (caughtUp) {
            unprovenRecords.increment();
            String place = record.topic() + "-" + record.partition() + "@" + record.offset();
            if (lastRefused() == null || unprovenRecords.count() <= MOST_TOLD) {
                unproven.accept("the record at " + place + " " + why
                        + ", so it is not used; see who may write to the topic in docs/production.md");
            }
        }
    }

    /** Compiles a text before its activation, so that it is ready for the stream threads. */
    private void prepare(String id) {
        try {
            cache.acquire(id);
        } catch (RuntimeException e) {
            // Nothing depends on it yet; an activation would try again.
            logger.error("A rulebook on the log cannot be used here: {}", e.getMessage());
            return;
        }
        releasePrepared();
        prepared = id;
    }

    /** In the thread that prepares. */
    private void releasePrepared() {
        String before = prepared;
        prepared = null;
        if (before != null) {
            cache.release(before);
        }
    }

    private void adopt(RulebookHistory next) {
        Rulebook rulebook = cache.acquire(next.now().rulebook());
        String candidateId = next.now().candidate();
        Rulebook candidate = candidateId == null ? null : acquireCandidate(candidateId);
        RulebookState before;
        synchronized (followed) {
            before = state;
            state = new RulebookState(next, rulebook, candidate, null);
            if (before == null || !before.rulebook().id().equals(rulebook.id())) {
                refused = null;
            }
            followed.notifyAll();
        }
        adopted.run();
        if (before != null) {
            cache.release(before.rulebook().id());
            if (before.candidate() != null) {
                cache.release(before.candidate().id());
            }
        }
        preparing.execute(this::releasePrepared);
        logger.info(
                "In force: rulebook {}{}{}",
                next.now().rulebook(),
                candidateId == null ? "" : ", candidate " + candidateId,
                next.now().off().isEmpty()
                        ? ""
                        : ", switched off: " + next.now().off());
    }

    private @Nullable Rulebook acquireCandidate(String id) {
        try {
            return cache.acquire(id);
        } catch (RuntimeException e) {
            logger.error("The candidate cannot be asked: {}", e.getMessage());
            return null;
        }
    }

    private @Nullable RulebookState current() {
        synchronized (followed) {
            return state;
        }
    }

    private @Nullable RefusedRulebook lastRefused() {
        synchronized (followed) {
            return refused;
        }
    }

    private int offCount() {
        RulebookState now = current();
        return now == null ? 0 : now.inForce().now().off().size();
    }

    /**
     * The state here.
     *
     * @throws IllegalStateException if no rulebook is active yet
     */
    RulebookState state() {
        synchronized (followed) {
            RulebookState now = state;
            if (now == null) {
                throw new IllegalStateException("no rulebook is in force yet");
            }
            return new RulebookState(now.inForce(), now.rulebook(), now.candidate(), refused);
        }
    }

    /** Recent hits, see {@link RulebookAdmin#recentCounts}. */
    SortedMap<String, RecentRuleCount> tallies() {
        synchronized (followed) {
            return tallies.at(clock.instant());
        }
    }

    /** Keeps the last refusal until another rulebook is activated; null: none. */
    void rememberRefusal(@Nullable RefusedRulebook last) {
        synchronized (followed) {
            refused = last;
        }
    }

    /**
     * Waits until a change, or one after it, is in force here.
     *
     * @throws IllegalStateException if it was not read in time
     */
    void await(RulebookHistory change) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (followed) {
            while (!reached(change)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException("the change is on the log, but was not read within "
                            + PATIENCE.toSeconds() + " s; is the log reachable?");
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(followed, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while the change was read", e);
                }
            }
        }
    }

    private boolean reached(RulebookHistory change) {
        RulebookState now = current();
        return now != null
                && (now.inForce().equals(change)
                        || now.inForce().now().time().isAfter(change.now().time()));
    }

    /** Whether the newest activation was readable. */
    boolean readable() {
        return unreadableInForce.isEmpty();
    }

    /** The error of following the log; empty without one. */
    String problem() {
        return unreadableInForce.isEmpty() ? worker.problem() : unreadableInForce;
    }

    @Override
    public void close() {
        worker.close();
        preparing.shutdown();
    }
}
