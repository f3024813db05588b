package org.sekimori.whole;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.json.JsonMapper;

/** Publishes as a mail server does that wants an account's events to stay in order: with the account as key. */
record Inbox(String bootstrapServers) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Publishes lines of JSON and waits until they are written. */
    void publish(List<String> events) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (String event : events) {
                String account = JSON.readTree(event).path("account").asString("");
                producer.send(new ProducerRecord<>("sekimori.inbox", account, event));
            }
            producer.flush();
        }
    }
}
