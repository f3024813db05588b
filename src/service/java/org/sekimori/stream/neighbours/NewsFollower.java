package org.sekimori.stream.neighbours;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.sekimori.stream.ForwardingProducer;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;

/**
 * Copies committed news to the log. The counts are kept in transactions, and nothing may be written to {@code events} in one: a slow
 * commit would hold up every answer of that partition. So they go through {@code neighbour-news}; each entry names its source
 * record, and the step drops repetitions, as it does with the inbox.
 */
final class NewsFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ForwardingProducer producer;
    private final RetryingThread worker;

    NewsFollower(StreamSettings settings, Topics topics) {
        this.topics = topics;
        Map<String, Object> reading = settings.clientProperties("neighbour-news");
        reading.put("group.id", settings.prefix() + "neighbour-news");
        reading.put("group.instance.id", settings.instance());
        reading.put("session.timeout.ms", "10000");
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", "false");
        reading.put("allow.auto.create.topics", "false");
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new ForwardingProducer(settings, "neighbour-news-carrier");
        worker = new RetryingThread("sekimori-neighbour-news", this::turn, consumer::wakeup, this::release);
        consumer.subscribe(List.of(topics.neighbourNews()));
    }

    void start() {
        worker.start();
    }

    String problem() {
        return worker.problem();
    }

    private void turn() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (records.isEmpty()) {
                return;
            }
            records.forEach(this::carry);
            producer.complete();
            consumer.commitSync();
        } catch (WakeupException e) {
            worker.interrupted(e);
        } catch (RuntimeException e) {
            ForwardingProducer.rewind(consumer);
            throw e;
        }
    }

    private void carry(ConsumerRecord<byte[], byte[]> record) {
        ProducerRecord<byte[], byte[]> entry = new ProducerRecord<>(topics.events(), record.key(), record.value());
        SourcePosition.of(record.topic(), record.partition(), record.offset()).set(entry.headers());
        producer.send(entry);
    }

    private void release() {
        consumer.close();
        producer.close();
    }

    @Override
    public void close() {
        worker.close();
    }
}
