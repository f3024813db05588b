package org.sekimori.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.sekimori.mail.EventKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes as a mail server does that wants an account's events to stay in order: with the account as key.
 *
 * @param crm key of the publisher {@code crm}, who signs what changes accounts; empty: nothing is signed
 */
public record TestInboxPublisher(String bootstrapServers, String crm) {

    private static final String TOPIC = "sekimori.inbox";

    public TestInboxPublisher(String bootstrapServers) {
        this(bootstrapServers, "");
    }

    private static final JsonMapper JSON = new JsonMapper();

    /** Publishes lines of JSON and waits until they are written. */
    public void publish(List<String> events) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (String event : events) {
                JsonNode read = JSON.readTree(event);
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(TOPIC, read.path("account").asString(""), event);
                EventKind kind = EventKind.of(read.path("kind").asString(""));
                if (!crm.isEmpty() && kind != null && kind.changesAccount()) {
                    sign(record);
                }
                producer.send(record);
            }
            producer.flush();
        }
    }

    /** As docs/events.md says it, without the service's own code. */
    private void sign(ProducerRecord<String, String> record) {
        try {
            String time = Instant.now().toString();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(crm.getBytes(UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((TOPIC + "\ncrm\n" + time + "\n" + record.value()).getBytes(UTF_8));
            record.headers().add("sekimori-publisher", "crm".getBytes(UTF_8));
            record.headers().add("sekimori-time", time.getBytes(UTF_8));
            record.headers()
                    .add(
                            "sekimori-signature",
                            HexFormat.of().formatHex(signature).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
