package org.sekimori.endtoend;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads topics of the log as anyone may, committed records only. */
public record TopicReader(String bootstrapServers) {

    public static final JsonMapper JSON = new JsonMapper();

    /** The newest decision about an account. */
    public String awaitDecision(String account) {
        return awaitRecord("sekimori.decisions", value -> value.contains("\"account\":\"" + account + "\""));
    }

    /** The newest event of an account. */
    public String awaitEvent(String account) {
        return awaitRecord(
                "sekimori.events",
                value -> value.contains("\"type\":\"mail\"") && value.contains("\"account\":\"" + account + "\""));
    }

    /** All decisions about an account, in order; waits until there are so many. */
    public List<JsonNode> awaitDecisions(String account, int least) {
        return patient().until(() -> decisions(account), all -> all.size() >= least);
    }

    private List<JsonNode> decisions(String account) {
        return all("sekimori.decisions").stream()
                .map(JSON::readTree)
                .filter(decision -> decision.path("account").asString().equals(account))
                .toList();
    }

    /** The newest record that fits; waits for it to be committed. */
    public String awaitRecord(String topic, Predicate<String> wanted) {
        return patient()
                .until(
                        () -> all(topic).stream()
                                .filter(wanted)
                                .reduce((a, b) -> b)
                                .orElse(""),
                        found -> !found.isEmpty());
    }

    /** Each look reads the whole topic, so there are not too many. */
    private static ConditionFactory patient() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(250));
    }

    /** Every committed value of a topic; order holds within a key. */
    public List<String> all(String topic) {
        return records(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** The same as records, with their places and headers. */
    List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(record);
                }
            }
        }
        return records;
    }
}
