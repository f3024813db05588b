package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sekimori.engine.Entry;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.ProjectionJson;

/**
 * Puts rulebooks in force: the text on {@code rulebooks} and an activation on every partition of {@code events}, in one
 * transaction, so that either all accounts follow or none.
 */
final class Activations {

    private static final byte[] IN_FORCE = "in-force".getBytes(StandardCharsets.US_ASCII);

    private final StreamSettings settings;
    private final Topics topics;

    Activations(StreamSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /** Id of the rulebook that was activated last. */
    Optional<String> inForce() {
        return CompactedTopic.find(settings, topics.rulebooks(), IN_FORCE)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    void activate(RulebookFiles rulebook, Instant time, String by) {
        Map<String, Object> properties = settings.clientProperties("activation");
        properties.put("transactional.id", settings.prefix() + "activation");
        byte[] id = rulebook.id().getBytes(StandardCharsets.US_ASCII);
        byte[] activation = EntryJson.write(new Entry.Activation(rulebook.id(), time, by));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topics.rulebooks(), id, ProjectionJson.write(rulebook)));
            producer.send(new ProducerRecord<>(topics.rulebooks(), IN_FORCE, id));
            int partitions = producer.partitionsFor(topics.events()).size();
            for (int partition = 0; partition < partitions; partition++) {
                producer.send(new ProducerRecord<>(topics.events(), partition, id, activation));
            }
            producer.commitTransaction();
        }
    }
}
