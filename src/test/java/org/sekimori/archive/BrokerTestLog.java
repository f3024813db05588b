package org.sekimori.archive;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.inbox.BulkEntryPublisher;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real log with its step, on which events are put and decided. */
public final class BrokerTestLog implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final StreamSettings settings;
    private final StreamRuntime runtime;
    private final KafkaProducer<String, String> producer;

    public BrokerTestLog(Path folder) throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        settings = settings(broker.bootstrapServers(), folder, "test");
        try {
            runtime = started(settings);
        } catch (Exception e) {
            // A broker whose folder is deleted under it ends the process, and all tests with it.
            broker.close();
            throw e;
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private static StreamRuntime started(StreamSettings settings) throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        RulebookFiles files = shipped.with(
                "policy.yml", Files.readString(Path.of("rules", "policy.yml")).replace("home: []", "home: [JP]"));
        StreamRuntime runtime = StreamRuntime.start(
                settings,
                new InstanceRulebook(files, Rulebook.compile(files), null),
                RulebookAcceptancePolicy.of(List.of(), new InProcessRulebookTrial()),
                (payload, position, arrival, credential) -> {
                    throw new IllegalStateException("nothing comes by the inbox here");
                },
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        runtime.awaitReady(Duration.ofMinutes(3));
        return runtime;
    }

    static StreamSettings settings(String bootstrapServers, Path folder, String instance) {
        return StreamSettings.builder(bootstrapServers, "t.", folder, instance)
                .partitions(4)
                .threads(2)
                .cacheBytes(8 << 20)
                .build();
    }

    public StreamSettings settings() {
        return settings;
    }

    String topic(String name) {
        return "t." + name;
    }

    /** Puts events on the log and returns when the broker has them. */
    public void publish(Iterable<MailEvent> events) throws InterruptedException {
        try (BulkEntryPublisher publisher = BulkEntryPublisher.create(settings)) {
            for (MailEvent event : events) {
                publisher.publish(new LogEntry.Mail(event));
            }
        }
    }

    /** Has a command about grants carried out. */
    void command(GrantCommand command) throws InterruptedException, ExecutionException {
        StepOutput.CommandResult done = runtime.log()
                .request(new LogEntry.GrantRequest(command), Duration.ofMinutes(2))
                .get();
        if (!done.done()) {
            throw new IllegalStateException(done.problem());
        }
    }

    /** Puts anything on any topic. */
    public void put(String name, String key, @Nullable String value) {
        try {
            producer.send(new ProducerRecord<>(topic(name), key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All committed values of a topic, read again from its beginning. */
    public List<JsonNode> read(String name) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        List<JsonNode> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic(name)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> values.add(
                                JsonMapper.shared().readTree(record.value() == null ? "null" : record.value())));
            }
        }
        return values;
    }

    /** Lets the archive, which was stopped a moment ago, begin again with everything. */
    void rewind() {
        // Its place in the group is kept for some seconds, in case that it comes back.
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> {
                    toTheBeginning();
                    return true;
                });
    }

    private void toTheBeginning() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
            admin.listConsumerGroupOffsets("t.archive")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .keySet()
                    .forEach(partition -> places.put(partition, new OffsetAndMetadata(0)));
            admin.alterConsumerGroupOffsets("t.archive", places).all().get();
        }
    }

    /** How many records a follower has not marked as done yet. */
    public long behind(String follower) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> all = new HashMap<>();
            for (String name : List.of("decisions", "events", "grants", "cases", "audit", "dead-letters")) {
                int partitions = producer.partitionsFor(topic(name)).size();
                for (int partition = 0; partition < partitions; partition++) {
                    all.put(new TopicPartition(topic(name), partition), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets("t." + follower)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long behind = 0;
            for (var end : admin.listOffsets(all).all().get().entrySet()) {
                OffsetAndMetadata place = done.get(end.getKey());
                behind += end.getValue().offset() - (place == null ? 0 : place.offset());
            }
            return behind;
        }
    }

    /** A submission with everything that an event can say. */
    static MailEvent submission(String id, Instant time, String account, Origin origin) {
        return event(id, time, org.sekimori.mail.EventKind.ATTEMPT, account, origin);
    }

    static MailEvent event(String id, Instant time, org.sekimori.mail.EventKind kind, String account, Origin origin) {
        return MailEvent.builder(id, time, kind, Account.of(account))
                .server("mx1.isp.example")
                .clientAddress("192.0.2.25")
                .clientName("host25.isp.example")
                .helo("laptop.local")
                .tls("TLSv1.3")
                .sender(account)
                .recipients(List.of(
                        "AAAAAAAAAAAAAAAA@example.net", "BBBBBBBBBBBBBBBB@example.org", "CCCCCCCCCCCCCCCC@example.net"))
                .recipientCount(3)
                .size(2048)
                .queueId("4Q" + id)
                .messageId("m-" + id + "@isp.example")
                .origin(origin)
                .build();
    }

    @Override
    public void close() {
        producer.close();
        runtime.close();
        broker.close();
    }
}
