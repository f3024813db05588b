package org.sekimori.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.CaseRunner;
import org.sekimori.engine.InForce;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Problem;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.ProjectionJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rulebooks of this instance: follows what is in force on the log, compiles what is published before it is activated, and
 * switches off what fails again and again.
 */
final class Rulebooks implements RulebookDesk, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Rulebooks.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ID_LENGTH = 16;

    private final Topics topics;
    private final StreamSettings settings;
    private final List<String> home;
    private final Clock clock;
    private final RulebookShelf shelf;
    private final Activations activations;
    private final FailureWatch failures;
    private final ExecutorService switchingOff = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-switch-off");
        thread.setDaemon(true);
        return thread;
    });
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Worker worker;

    /** One change at a time. */
    private final Object changing = new Object();

    /** Guards what follows, and is notified when it changes. */
    private final Object followed = new Object();

    private final RuleTallies tallies = new RuleTallies();
    private @Nullable State state;
    private @Nullable Refused refused;

    /** Compiled because its text came, in the hope that its activation follows. */
    private @Nullable String prepared;

    /** Read from the log and not adopted yet; only the newest counts, and one that cannot be had is tried again. */
    private @Nullable InForce pending;

    private Map<TopicPartition, Long> ends = Map.of();
    private boolean caughtUp;

    Rulebooks(StreamSettings settings, Topics topics, List<String> home, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.topics = topics;
        this.home = List.copyOf(home);
        this.clock = clock;
        shelf = new RulebookShelf(settings, topics);
        activations = new Activations(settings, topics);
        failures = new FailureWatch(clock, this::failing);
        Map<String, Object> properties = settings.clientProperties("rulebooks");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new Worker("sekimori-rulebooks", this::poll, consumer::wakeup, consumer::close);
        Gauge.builder("sekimori.rulebook.refused", this, books -> books.lastRefused() == null ? 0 : 1)
                .description("1 while the last rulebook that was to be published was refused")
                .register(registry);
        Gauge.builder("sekimori.rules.off", this, Rulebooks::offCount)
                .description("Rules that are switched off because they failed")
                .register(registry);
    }

    RulebookShelf shelf() {
        return shelf;
    }

    FailureWatch failures() {
        return failures;
    }

    /**
     * Puts the folder's rulebook in force if nothing is, or if the folder was changed while what it held before is in force: what
     * somebody published or rolled back elsewhere stays. Then follows the log.
     */
    void start(Belt.Brought brought) {
        RulebookFiles files = brought.files();
        shelf.put(brought.rulebook());
        Optional<InForce> before = activations.inForce();
        boolean activate = before.isEmpty()
                || (before.get().now().rulebook().equals(brought.previous())
                        && !before.get().now().rulebook().equals(files.id())
                        && !before.get().withdrawn().contains(files.id()));
        if (activate) {
            activations.store(files);
            activations.change("rulebook_publish", is -> published(is, files.id(), after(is), settings.instance()));
            logger.info("Rulebook {} is put in force", files.id());
        } else if (!before.get().now().rulebook().equals(files.id())) {
            logger.warn(
                    "Rulebook {} of the log stays in force, because somebody put it there after the folder's; 'rules publish'"
                            + " puts the folder's in force, {}",
                    before.get().now().rulebook(),
                    files.id());
        }
        follow();
        shelf.release(brought.rulebook().id());
    }

    /** Follows the log, where something is in force already. */
    void follow() {
        assign();
        while (!following()) {
            poll();
        }
        worker.start();
    }

    /** What is in force on the log, before anything is started. */
    Optional<InForce> onTheLog() {
        return activations.inForce();
    }

    private void assign() {
        List<TopicPartition> books = partitions(topics.rulebooks());
        List<TopicPartition> counts = partitions(topics.ruleCounts());
        List<TopicPartition> all = new ArrayList<>(books);
        all.addAll(counts);
        consumer.assign(all);
        consumer.seekToBeginning(books);
        long from = clock.instant().minus(RuleTallies.KEPT).toEpochMilli();
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
                if (record.topic().equals(topics.ruleCounts())) {
                    synchronized (followed) {
                        tallies.add(Instant.ofEpochMilli(record.timestamp()), ProjectionJson.readCount(record.value()));
                    }
                } else if (Arrays.equals(record.key(), Activations.IN_FORCE)) {
                    pending = ProjectionJson.readInForce(record.value());
                } else if (caughtUp && record.value() != null) {
                    prepare(new String(record.key(), StandardCharsets.US_ASCII));
                }
            }
            caughtUp |= ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            InForce newest = pending;
            // What was in force long ago need not compile any more, so the past is skipped.
            if (caughtUp && newest != null) {
                adopt(newest);
                pending = null;
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    /** The text is there before the activation: whoever compiles it now has it ready for the threads that step. */
    private void prepare(String id) {
        try {
            shelf.acquire(id);
        } catch (RuntimeException e) {
            // Nothing depends on it yet; an activation would try again.
            logger.error("A rulebook on the log cannot be used here: {}", e.getMessage());
            return;
        }
        String before = prepared;
        prepared = id;
        if (before != null) {
            shelf.release(before);
        }
    }

    private void adopt(InForce next) {
        Rulebook rulebook = shelf.acquire(next.now().rulebook());
        String candidateId = next.now().candidate();
        Rulebook candidate = candidateId == null ? null : acquireCandidate(candidateId);
        State before;
        synchronized (followed) {
            before = state;
            state = new State(next, rulebook, candidate, null);
            if (before == null || !before.rulebook().id().equals(rulebook.id())) {
                refused = null;
            }
            followed.notifyAll();
        }
        failures.clear();
        if (before != null) {
            shelf.release(before.rulebook().id());
            if (before.candidate() != null) {
                shelf.release(before.candidate().id());
            }
        }
        if (prepared != null) {
            shelf.release(prepared);
            prepared = null;
        }
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
            return shelf.acquire(id);
        } catch (RuntimeException e) {
            logger.error("The candidate cannot be asked: {}", e.getMessage());
            return null;
        }
    }

    private @Nullable State current() {
        synchronized (followed) {
            return state;
        }
    }

    private @Nullable Refused lastRefused() {
        synchronized (followed) {
            return refused;
        }
    }

    private int offCount() {
        State now = current();
        return now == null ? 0 : now.inForce().now().off().size();
    }

    @Override
    public State state() {
        synchronized (followed) {
            State now = state;
            if (now == null) {
                throw new IllegalStateException("no rulebook is in force yet");
            }
            return new State(now.inForce(), now.rulebook(), now.candidate(), refused);
        }
    }

    @Override
    public SortedMap<String, Tally> tallies() {
        synchronized (followed) {
            return tallies.at(clock.instant());
        }
    }

    @Override
    public State publish(RulebookFiles given, boolean asCandidate, String by) throws RulebookException {
        RulebookFiles files;
        Rulebook rulebook;
        // Compiling and testing take seconds, and a rollback must not wait for them.
        try {
            files = HomeOverride.apply(given, home);
            rulebook = compiled(files);
        } catch (RulebookException e) {
            refuse(by, e.problems());
            throw e;
        }
        String id = files.id();
        shelf.put(rulebook);
        try {
            return logged(() -> {
                // Stored before it is tested: meanwhile the other instances compile it.
                activations.store(files);
                tested(files, by);
                return asCandidate
                        ? change("rulebook_candidate", (is, now) -> require(is).candidate(id, now, by))
                        : change("rulebook_publish", (is, now) -> published(is, id, now, by));
            });
        } catch (CaseFailures e) {
            throw e.failures;
        } finally {
            shelf.release(id);
        }
    }

    private static Rulebook compiled(RulebookFiles files) throws RulebookException {
        Rulebook rulebook = Rulebook.compile(files);
        List<Problem> problems = RulebookCheck.agreements(files, rulebook);
        if (!problems.isEmpty()) {
            rulebook.close();
            throw new RulebookException(problems);
        }
        return rulebook;
    }

    /** Carries the checked exception through what may fail for other reasons. */
    private static final class CaseFailures extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RulebookException failures;

        CaseFailures(RulebookException failures) {
            super(failures);
            this.failures = failures;
        }
    }

    private void tested(RulebookFiles files, String by) {
        Rulebook rulebook = shelf.acquire(files.id());
        try {
            List<Problem> problems = CaseRunner.run(rulebook);
            if (!problems.isEmpty()) {
                activations.forget(files.id());
                refuse(by, problems);
                throw new CaseFailures(new RulebookException(problems));
            }
        } finally {
            shelf.release(files.id());
        }
    }

    /** Says of whatever goes wrong with the log what became of the change. */
    private static State logged(Supplier<State> change) {
        try {
            return change.get();
        } catch (KafkaException e) {
            throw new IllegalStateException("the log did not take the change: " + e.getMessage(), e);
        }
    }

    /** Records that a rulebook was refused before it came to this desk, such as one whose folder cannot be read. */
    @Override
    public void refuse(String by, List<Problem> problems) {
        synchronized (followed) {
            refused = new Refused(clock.instant(), by, List.copyOf(problems));
        }
        logger.warn(
                "The rulebook of {} is refused, the one in force stays: {}",
                by,
                problems.stream().map(Problem::toString).toList());
    }

    private static InForce published(@Nullable InForce is, String id, Instant now, String by) {
        return is == null ? InForce.first(id, now, by) : is.publish(id, now, by);
    }

    private static InForce require(@Nullable InForce is) {
        if (is == null) {
            throw new IllegalStateException("no rulebook is in force yet");
        }
        return is;
    }

    @Override
    public State rollback(@Nullable String to, String by) {
        return logged(() -> {
            InForce is = require(activations.inForce().orElse(null));
            long meant = is.past().stream()
                    .map(InForce.Past::rulebook)
                    .filter(id -> to != null && id.startsWith(to))
                    .distinct()
                    .count();
            if (meant > 1) {
                throw new IllegalArgumentException("several rulebooks begin with " + to + "; name more of it");
            }
            String id = back(is, to, clock.instant(), by).now().rulebook();
            // A rulebook of an older version of the service may be refused by this one; then nothing changes.
            shelf.acquire(id);
            try {
                activations.store(text(id).orElseThrow());
                return change("rulebook_rollback", (latest, now) -> back(require(latest), to, now, by));
            } finally {
                shelf.release(id);
            }
        });
    }

    private static InForce back(InForce is, @Nullable String to, Instant now, String by) {
        return is.back(to, now, by)
                .orElseThrow(() -> new IllegalArgumentException(
                        to == null
                                ? "no other rulebook was in force before this one"
                                : "no rulebook that was in force before begins with " + to));
    }

    @Override
    public State dropCandidate(String by) {
        return state().inForce().now().candidate() == null
                ? state()
                : logged(() ->
                        change("rulebook_candidate", (is, now) -> require(is).candidate(null, now, by)));
    }

    @Override
    public Optional<RulebookFiles> text(String id) {
        if (id.length() != ID_LENGTH) {
            return Optional.empty();
        }
        return CompactedTopic.find(settings, topics.rulebooks(), id.getBytes(StandardCharsets.UTF_8))
                .map(ProjectionJson::readRulebook);
    }

    /** What becomes of what is in force, null on a new log, at a time that is later than that of the last change. */
    private interface Change {
        InForce of(@Nullable InForce is, Instant now);
    }

    private State change(String what, Change change) {
        synchronized (changing) {
            InForce next = activations.change(what, is -> change.of(is, after(is)));
            await(next);
            synchronized (followed) {
                refused = null;
            }
            return state();
        }
    }

    /** Clocks of instances differ, and the order of changes must not. */
    private Instant after(@Nullable InForce is) {
        Instant now = clock.instant();
        return is == null || is.now().time().isBefore(now)
                ? now
                : is.now().time().plusMillis(1);
    }

    private void await(InForce next) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (followed) {
            while (!reached(next)) {
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

    /** Whether what was read is this change or one after it. */
    private boolean reached(InForce change) {
        State now = current();
        return now != null
                && (now.inForce().equals(change)
                        || now.inForce().now().time().isAfter(change.now().time()));
    }

    private void failing(String rulebook, String rule, String reason) {
        logger.error("Rule {} of rulebook {} is switched off: {}", rule, rulebook, reason);
        switchingOff.execute(() -> {
            try {
                switchOff(rulebook, rule, reason);
            } catch (RuntimeException e) {
                // It goes on failing, and is reported again.
                logger.error("Rule {} could not be switched off: {}", rule, e.toString());
            }
        });
    }

    private void switchOff(String rulebook, String rule, String reason) {
        String by = settings.instance();
        InForce is = state().inForce();
        if (rulebook.equals(is.now().rulebook()) && !is.now().off().containsKey(rule)) {
            change("rule_off", (latest, now) -> require(latest).off(rule, reason, now, by));
        } else if (rulebook.equals(is.now().candidate())) {
            change("rulebook_candidate", (latest, now) -> require(latest).candidate(null, now, by));
            refuse(
                    "candidate " + rulebook,
                    List.of(new Problem(rule, 0, "the candidate is not asked any more: " + reason)));
        }
    }

    /** What went wrong while the log was followed, empty if nothing did. */
    String problem() {
        return worker.problem();
    }

    @Override
    public void close() {
        switchingOff.shutdown();
        worker.close();
    }
}
