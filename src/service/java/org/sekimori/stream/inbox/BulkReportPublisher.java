package org.sekimori.stream.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.NeighbourJson;

/** Writes many reports about what accounts share, for benchmarks. Blocks while the broker is slower. */
public final class BulkReportPublisher implements AutoCloseable {

    private final AsyncTopicProducer producer;

    private BulkReportPublisher(String topic, Map<String, Object> properties) {
        properties.put("linger.ms", "20");
        properties.put("batch.size", "131072");
        this.producer = new AsyncTopicProducer(topic, properties);
    }

    /** For a log that this program runs itself; its topics are created if need be. */
    public static BulkReportPublisher create(StreamSettings settings) throws InterruptedException {
        BulkEntryPublisher.createTopics(settings);
        return new BulkReportPublisher(
                new Topics(settings.prefix()).neighbourReports(), settings.producerProperties("loader"));
    }

    /** Sends one report, as a step does; returns before it is written. */
    public void publish(NeighbourReport report) {
        producer.send(report.key().text().getBytes(StandardCharsets.UTF_8), NeighbourJson.write(report));
    }

    /** @throws IllegalStateException if anything was not written */
    @Override
    public void close() {
        try {
            producer.flush();
        } finally {
            producer.close();
        }
    }
}
