package org.sekimori.stream.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.StateFolder;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.request.EventLog;
import org.sekimori.stream.request.KafkaEventLog;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.stream.step.StepMeters;
import org.sekimori.stream.step.StepTopology;

/**
 * A log and a step of their own on the same broker, with the code and the rulebook of the real ones, for requests before the service
 * is ready. Topics, group and state have names of their own and are deleted at the end, and at the next start if the process was
 * killed meanwhile. So nothing of it reaches the real log, state, metrics, archive or lists.
 */
public final class WarmUpStream implements AutoCloseable {

    /** How the names of its topics and its group begin, before the prefix of the log. */
    static final String PREFIX = "warm-up.";

    private static final Duration COMMIT = Duration.ofMillis(100);
    private static final long CACHE_BYTES = 4L << 20;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final StreamSettings settings;
    private final Topics topics;
    private final StateFolder folder;
    private final KafkaEventLog log;
    private final KafkaStreams streams;

    private WarmUpStream(StreamSettings settings, RulebookCache cache, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        topics = new Topics(settings.prefix());
        folder = new StateFolder(settings.folder());
        log = new KafkaEventLog(settings, topics, registry, clock);
        Properties config = StreamRuntime.streamsConfig(settings);
        streams = new KafkaStreams(
                StepTopology.build(
                        topics,
                        cache,
                        new RuleFailureMonitor(clock, (rulebook, rule, reason) -> {}),
                        new StepMeters(registry),
                        new ActivationVerifier(RulebookHmacKeys.NONE, ""),
                        log,
                        null),
                config);
    }

    /**
     * Makes the topics and starts.
     *
     * @param real the settings of the real log
     * @param active the rulebook that decides
     * @param registry metrics that nobody reads
     */
    static WarmUpStream open(
            StreamSettings real,
            RulebookCache cache,
            LogEntry.RulebookActivation active,
            MeterRegistry registry,
            Clock clock)
            throws InterruptedException {
        StreamSettings own = StreamSettings.builder(
                        real.bootstrapServers(),
                        PREFIX + real.prefix(),
                        real.folder().resolve("warm-up"),
                        real.instance())
                .commitInterval(COMMIT)
                .cacheBytes(CACHE_BYTES)
                .alone(real.alone())
                .client(real.client())
                .build();
        new StateFolder(own.folder()).delete();
        Topics topics = new Topics(own.prefix());
        try (Admin admin = Admin.create(own.clientProperties("warm-up"))) {
            delete(admin, own.prefix());
            List<NewTopic> wanted = written(topics).stream()
                    .map(name -> new NewTopic(name, name.equals(topics.replies()) ? Topics.REPLY_SLOTS : 1, (short) 1))
                    .toList();
            admin.createTopics(wanted).all().get();
            Topics.awaitLeaders(admin, written(topics));
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics for the warm-up cannot be made: " + e.getCause(), e);
        }
        WarmUpStream stream = new WarmUpStream(own, cache, registry, clock);
        try {
            stream.start(active);
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Those that requests are written to, and those that a step may write to. */
    private static List<String> written(Topics topics) {
        return List.of(
                topics.events(),
                topics.replies(),
                topics.decisions(),
                topics.grants(),
                topics.homes(),
                topics.holds(),
                topics.cases(),
                topics.questions(),
                topics.ruleCounts(),
                topics.audit(),
                topics.deadLetters());
    }

    private void start(LogEntry.RulebookActivation active) {
        Map<String, Object> properties = settings.producerProperties("warm-up");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = active.rulebook().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topics.events(), 0, key, EntryJson.write(active)));
        }
        log.start();
        streams.start();
    }

    /** Deletes what a process that was killed during its warm-up left behind. */
    private static void delete(Admin admin, String prefix) throws InterruptedException, ExecutionException {
        Set<String> left = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
        if (left.isEmpty()) {
            return;
        }
        try {
            admin.deleteTopics(left).all().get();
            admin.deleteConsumerGroups(List.of(prefix + "step")).all().get();
        } catch (ExecutionException e) {
            // The member of a process that was killed is there for some seconds more, and the new one takes its place.
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof GroupNotEmptyException)) {
                throw e;
            }
        }
    }

    /** Its requests; answered once {@link #ready}. */
    public EventLog log() {
        return log;
    }

    /** Whether requests are answered. */
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        log.close();
        try (Admin admin = Admin.create(settings.clientProperties("warm-up"))) {
            delete(admin, settings.prefix());
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics of the warm-up cannot be deleted: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.delete();
    }
}
