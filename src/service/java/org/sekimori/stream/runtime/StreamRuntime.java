package org.sekimori.stream.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountProjections;
import org.sekimori.stream.AccountStateReader;
import org.sekimori.stream.AppendTimeExtractor;
import org.sekimori.stream.BoundedRocksDbConfig;
import org.sekimori.stream.StateFolder;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.inbox.InboxFollower;
import org.sekimori.stream.lookup.IndexedLogReader;
import org.sekimori.stream.lookup.ReferenceIndexFollower;
import org.sekimori.stream.neighbours.NeighbourStream;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.KafkaEventLog;
import org.sekimori.stream.request.RequestTrace;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.KafkaRulebookAdmin;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.step.OutcomeMatchMonitor;
import org.sekimori.stream.step.StepMeters;
import org.sekimori.stream.step.StepProcessor;
import org.sekimori.stream.step.StepTopology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All stream components of this instance, started and stopped together. */
public final class StreamRuntime implements StreamStatus, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(StreamRuntime.class);
    private static final long READY_CHECK_MILLIS = 20;
    private static final long TELL_NANOS = Duration.ofSeconds(15).toNanos();

    private final StreamSettings settings;
    private final Topics topics;
    private final KafkaRulebookAdmin rulebooks;
    private final KafkaEventLog log;
    private final AccountProjections projections;
    private final InboxFollower follower;
    private final ReferenceIndexFollower index;
    private final Supplier<IndexedLogReader> lookup;
    private final TopicMonitor topicWatch;
    private final @Nullable NeighbourStream neighbours;
    private final Supplier<KafkaStreams> step;
    private final StateFolder state;
    private volatile KafkaStreams streams;
    private final OutcomeMatchMonitor outcomes;
    private final Object changed = new Object();
    private final UnreadableRecordHandler unreadable;
    private final StreamThreadFailureHandler deaths;
    private final RestoreProgress restored = new RestoreProgress();
    private boolean closing;

    private StreamRuntime(
            StreamSettings settings,
            RulebookAcceptancePolicy terms,
            InboxDecoder decoder,
            MeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        topics = new Topics(settings.prefix());
        unreadable = new UnreadableRecordHandler(registry, clock);
        deaths = new StreamThreadFailureHandler(clock, this::pause);
        log = new KafkaEventLog(settings, topics, registry, clock);
        rulebooks = new KafkaRulebookAdmin(settings, topics, terms, log::unavailable, unreadable, registry, clock);
        projections = new AccountProjections(settings, topics, unreadable);
        follower = new InboxFollower(settings, topics, decoder, unreadable, registry, clock);
        index = new ReferenceIndexFollower(settings, topics, clock);
        lookup = () -> new IndexedLogReader(settings, topics, index);
        topicWatch = new TopicMonitor(
                settings.clientProperties("topics"),
                topics.all(),
                List.of(settings.prefix() + "step-", settings.prefix() + "neighbours-"),
                settings.prefix(),
                clock);
        neighbours = settings.neighbours()
                ? new NeighbourStream(
                        settings,
                        topics,
                        streamsConfig(settings),
                        new StreamThreadFailureHandler("neighbours' stream", clock, this::pause),
                        registry)
                : null;
        Runnable reported = neighbours == null ? null : neighbours::asked;
        StepMeters meters = new StepMeters(registry);
        outcomes = meters.outcomes();
        state = new StateFolder(settings.folder().resolve("state"));
        step = () -> {
            KafkaStreams made = new KafkaStreams(
                    StepTopology.build(
                            topics,
                            rulebooks.cache(),
                            rulebooks.failureMonitor(),
                            meters,
                            new ActivationVerifier(terms.keys(), settings.prefix()),
                            log,
                            reported),
                    streamsConfig(settings));
            made.setUncaughtExceptionHandler(deaths);
            made.setGlobalStateRestoreListener(restored);
            return made;
        };
        streams = state.openOrRebuild(step);
    }

    /** The neighbours' stream alone, for benchmarks; it begins when it is {@link NeighbourStream#asked}. */
    public static NeighbourStream neighbours(StreamSettings settings, MeterRegistry registry, Clock clock) {
        return new NeighbourStream(
                settings,
                new Topics(settings.prefix()),
                streamsConfig(settings),
                new StreamThreadFailureHandler("neighbours' stream", clock, pause -> {}),
                registry);
    }

    /** Opens the existing state, or sets it aside and rebuilds it from the log, which takes longer. */
    private void startStep() {
        state.openOrRebuild(() -> {
            if (streams.state() != KafkaStreams.State.CREATED) {
                streams = step.get();
            }
            try {
                streams.start();
            } catch (RuntimeException e) {
                streams.close(Duration.ofSeconds(20));
                throw e;
            }
            return streams;
        });
    }

    /**
     * Creates missing topics, activates the rulebook if that is due, and starts.
     *
     * @param brought the instance's own rulebook; null if it is unusable, and then the log must have one
     * @param terms conditions on rulebooks
     * @throws NoRulebookException if there is none at all
     */
    public static StreamRuntime start(
            StreamSettings settings,
            @Nullable InstanceRulebook brought,
            RulebookAcceptancePolicy terms,
            InboxDecoder decoder,
            MeterRegistry registry,
            Clock clock)
            throws InterruptedException {
        return start(settings, brought, terms, decoder, rulebooks -> {}, registry, clock);
    }

    /**
     * Starts, with a callback.
     *
     * @param inForce receives the rulebooks before the first event is read, since they name aliases
     */
    public static StreamRuntime start(
            StreamSettings settings,
            @Nullable InstanceRulebook brought,
            RulebookAcceptancePolicy terms,
            InboxDecoder decoder,
            Consumer<RulebookAdmin> inForce,
            MeterRegistry registry,
            Clock clock)
            throws InterruptedException {
        try (Admin admin = Admin.create(settings.clientProperties("admin"))) {
            Topics topics = new Topics(settings.prefix());
            topics.create(admin, settings.partitions(), settings.replicas());
            topics.createInboxes(admin, decoder.topics(), settings.replicas());
        }
        StreamRuntime runtime = new StreamRuntime(settings, terms, decoder, registry, clock);
        if (brought != null) {
            runtime.rulebooks.start(brought);
        } else if (runtime.rulebooks.onTheLog().isPresent()) {
            runtime.rulebooks.follow();
        } else {
            runtime.close();
            throw new NoRulebookException();
        }
        inForce.accept(runtime.rulebooks);
        // Before the step: its restore stops at a hanging transaction.
        runtime.topicWatch.start();
        runtime.log.start();
        runtime.projections.start();
        runtime.startStep();
        runtime.follower.start();
        runtime.index.start();
        return runtime;
    }

    /** Nothing was ever in force on the log, and the instance brought nothing. */
    public static final class NoRulebookException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRulebookException() {
            super("no rulebook was ever in force on this log");
        }
    }

    /**
     * Waits until {@link #ready}, so that no port opens before its requests can be answered.
     *
     * @param patience longest time without progress; restoring what is known of millions of accounts takes longer than any fixed time
     * @throws IllegalStateException if nothing was restored or read for so long
     */
    public void awaitReady(Duration patience) throws InterruptedException {
        StallTimer timer = new StallTimer(patience, () -> restored.records() + projections.records(), System::nanoTime);
        long told = System.nanoTime();
        synchronized (changed) {
            while (!ready()) {
                if (System.nanoTime() - told > TELL_NANOS && !restored.shown().isEmpty()) {
                    logger.warn("Not ready yet: {}", restored.shown());
                    told = System.nanoTime();
                }
                if (timer.stalled() || !alive()) {
                    throw new IllegalStateException("the log is not ready: " + state());
                }
                changed.wait(READY_CHECK_MILLIS);
            }
        }
    }

    @Override
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING && projections.ready();
    }

    @Override
    public boolean alive() {
        KafkaStreams.State state = streams.state();
        return deaths.end() == null && state != KafkaStreams.State.ERROR && state != KafkaStreams.State.NOT_RUNNING;
    }

    @Override
    public Map<String, String> state() {
        return Map.of(
                "step",
                step(),
                "neighbours",
                neighbours == null ? "switched off" : neighbours.state(),
                "threads_replaced",
                Long.toString(deaths.count()),
                "rulebooks",
                rulebooks.problem().isEmpty() ? "following" : rulebooks.problem(),
                "projections",
                projections(projections.ready() ? "caught up" : "catching up"),
                "index",
                index.problem().isEmpty() ? "following" : index.problem(),
                "inbox",
                follower.problem().isEmpty() ? "following" : follower.problem(),
                "log",
                log.problem().isEmpty() ? "answering" : log.problem());
    }

    @Override
    public String problem() {
        if (!topicWatch.problem().isEmpty()) {
            return topicWatch.problem();
        }
        if (!log.problem().isEmpty()) {
            return log.problem();
        }
        return ready() ? "" : "accounts of this instance wait: the step is " + step();
    }

    private String step() {
        String end = deaths.end();
        if (end != null) {
            return "ended, because " + end;
        }
        String name = streams.state().name().toLowerCase(Locale.ROOT);
        return restored.shown().isEmpty() ? name : name + ": " + restored.shown();
    }

    private String projections(String progress) {
        Map<String, Integer> incomplete = projections.incomplete();
        return incomplete.isEmpty()
                ? progress
                : progress + ", but this version cannot read the newest record of so many accounts: " + incomplete;
    }

    @Override
    public boolean complete() {
        return projections.incomplete().isEmpty() && rulebooks.readable();
    }

    /** The log, for endpoints and commands. */
    public EventLog log() {
        return log;
    }

    /** Lines of the audit trail that no step writes. */
    public AuditTrail auditTrail() {
        return log::audit;
    }

    /** Grants and holds as last read. */
    public AccountProjections projections() {
        return projections;
    }

    /** Whole states of the accounts that this instance keeps. */
    public AccountStateReader accountStates() {
        return this::stored;
    }

    private AccountStateReader.KnownState stored(Account account) {
        Bytes key = Bytes.wrap(account.name().getBytes(StandardCharsets.UTF_8));
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> accounts = streams.store(StoreQueryParameters.fromNameAndType(
                            StepProcessor.ACCOUNTS, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .enableStaleStores());
            byte @Nullable [] state = accounts.get(key);
            return state == null
                    ? new AccountStateReader.KnownState(null, keeps(key))
                    : new AccountStateReader.KnownState(AccountStateCodec.decode(state), true);
        } catch (InvalidStateStoreException e) {
            throw new IllegalStateException("the states of accounts cannot be read at the moment: " + step(), e);
        }
    }

    private boolean keeps(Bytes key) {
        int partition = streams.queryMetadataForKey(
                        StepProcessor.ACCOUNTS, key, Serdes.Bytes().serializer())
                .partition();
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> Stream.concat(thread.activeTasks().stream(), thread.standbyTasks().stream()))
                .anyMatch(task -> task.taskId().partition() == partition);
    }

    /** The administration of rulebooks. */
    public RulebookAdmin rulebooks() {
        return rulebooks;
    }

    /** Whether outcomes find their submissions. */
    public OutcomeMatchMonitor outcomes() {
        return outcomes;
    }

    /**
     * A reader of single records of the log, by the index; the caller closes it.
     *
     * @throws IndexedLogReader.BehindException if the index is missing, or far behind the log
     * @throws IllegalStateException if the log cannot be read
     */
    public IndexedLogReader lookup() {
        return lookup.get();
    }

    /** Names of the topics. */
    /** From now on follows the requests of this instance, for benchmarks. */
    public void follow(RequestTrace requests) {
        log.follow(requests);
    }

    /**
     * A log and a step for a warm-up, with the active rulebook.
     *
     * @param registry metrics that nobody reads
     */
    public WarmUpStream warmUp(MeterRegistry registry, Clock clock) throws InterruptedException {
        return WarmUpStream.open(
                settings, rulebooks.cache(), rulebooks.state().inForce().now(), registry, clock);
    }

    public Topics topics() {
        return topics;
    }

    /** Records that this instance could not read, for further readers of its log. */
    public UnreadableRecordHandler unreadable() {
        return unreadable;
    }

    /** Sleeps; ends early when the stream is closed. */
    private void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        synchronized (changed) {
            try {
                for (long left = end - System.nanoTime(); left > 0 && !closing; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(changed, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Properties streamsConfig(StreamSettings settings) {
        Properties p = new Properties();
        p.putAll(settings.clientProperties("step"));
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.prefix() + "step");
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicas());
        p.put(StreamsConfig.STATE_DIR_CONFIG, settings.folder().resolve("state").toString());
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.cacheBytes());
        p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDbConfig.class);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        p.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AppendTimeExtractor.class);
        // Replies to other instances wait for no company. Without others, nothing that the step writes is read before its commit,
        // which waits for no linger.
        p.put(StreamsConfig.producerPrefix("linger.ms"), settings.alone() ? "50" : "0");
        // With a backlog the batches that wait for a free request grow; small ones would be the bottleneck.
        p.put(StreamsConfig.producerPrefix("batch.size"), "131072");
        p.put(StreamsConfig.mainConsumerPrefix("max.poll.records"), "2000");
        // A member that is killed and comes back under its name takes its place again without a round of the group.
        p.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), settings.instance());
        p.put(StreamsConfig.consumerPrefix("session.timeout.ms"), "10000");
        p.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), "2000");
        return p;
    }

    @Override
    public void close() {
        synchronized (changed) {
            closing = true;
            changed.notifyAll();
        }
        topicWatch.close();
        follower.close();
        index.close();
        if (neighbours != null) {
            neighbours.close();
        }
        streams.close(CloseOptions.timeout(Duration.ofSeconds(20))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        rulebooks.close();
        projections.close();
        log.close();
    }
}
