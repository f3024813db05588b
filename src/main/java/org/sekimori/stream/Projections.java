package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.GrantSet;
import org.sekimori.grants.Home;
import org.sekimori.mail.Account;
import org.sekimori.stream.json.CaseJson;
import org.sekimori.stream.json.ProjectionJson;

/**
 * All grants, homes, holds and cases, as this instance last read them from the log: for lists, and for a door that must answer alone. It
 * lags behind the step by up to a commit interval and never decides anything that the log decides.
 */
public final class Projections implements Standing, AutoCloseable {

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, GrantSet> grants = new ConcurrentHashMap<>();
    private final Map<String, Home> homes = new ConcurrentHashMap<>();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Map<String, CaseSet> cases = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private Map<TopicPartition, Long> ends = Map.of();
    private final Worker worker;

    Projections(StreamSettings settings, Topics topics) {
        this.topics = topics;
        Map<String, Object> properties = settings.clientProperties("projections");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new Worker("sekimori-projections", this::poll, consumer::wakeup, consumer::close);
    }

    void start() {
        List<TopicPartition> partitions =
                List.of(topics.grants(), topics.homes(), topics.holds(), topics.cases()).stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
        worker.start();
    }

    /** Whether everything that was there at the start has been read. */
    public boolean ready() {
        return caughtUp.getCount() == 0;
    }

    @Override
    public GrantSet grants(Account account) {
        return grants.getOrDefault(account.name(), GrantSet.NONE);
    }

    @Override
    public Optional<Home> home(Account account) {
        return Optional.ofNullable(homes.get(account.name()));
    }

    @Override
    public Optional<Hold> hold(Account account) {
        return Optional.ofNullable(holds.get(account.name()));
    }

    @Override
    public CaseSet cases(Account account) {
        return cases.getOrDefault(account.name(), CaseSet.NONE);
    }

    @Override
    public SortedMap<String, GrantSet> allGrants() {
        return new TreeMap<>(grants);
    }

    @Override
    public SortedMap<String, Home> allHomes() {
        return new TreeMap<>(homes);
    }

    @Override
    public SortedMap<String, Hold> allHolds() {
        return new TreeMap<>(holds);
    }

    @Override
    public SortedMap<String, CaseSet> allCases() {
        return new TreeMap<>(cases);
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                take(record.topic(), new String(record.key(), StandardCharsets.UTF_8), record.value());
            }
            if (!ready()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    private void take(String topic, String account, byte @Nullable [] value) {
        if (topic.equals(topics.grants())) {
            grants.compute(account, (name, old) -> value == null ? null : ProjectionJson.readGrants(value));
        } else if (topic.equals(topics.homes())) {
            homes.compute(account, (name, old) -> value == null ? null : ProjectionJson.readHome(value));
        } else if (topic.equals(topics.holds())) {
            holds.compute(account, (name, old) -> value == null ? null : ProjectionJson.readHold(value));
        } else {
            cases.compute(account, (name, old) -> value == null ? null : CaseJson.read(value));
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
