package org.sekimori.endtoend;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What the service has still to do, from outside: how far its groups are behind the ends of the topics they read. */
public final class ConsumerLag implements AutoCloseable {

    private final Admin admin;

    public ConsumerLag(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Waits until inbox and events are read to their ends. */
    public void awaitWorkedOff(Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> behind("sekimori.inbox", "sekimori.inbox") == 0
                        && behind("sekimori.step", "sekimori.events") == 0);
    }

    /** Waits until what neighbours are told is on the log, too; for when nothing arrives any more. */
    public void awaitNeighboursTold(Duration patience) {
        // In the order in which one thing follows from another: a later one is looked at when the one before is done.
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> behind("sekimori.step", "sekimori.events") == 0
                        && behind("sekimori.neighbours", "sekimori.neighbour-reports") == 0
                        && behind("sekimori.neighbour-news", "sekimori.neighbour-news") == 0);
    }

    private long behind(String group, String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
            description
                    .partitions()
                    .forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
        }
        Map<TopicPartition, OffsetAndMetadata> places = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long behind = 0;
        for (var end : admin.listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()) {
            OffsetAndMetadata place = places.get(end.getKey());
            behind += end.getValue().offset() - (place == null ? 0 : place.offset());
        }
        return behind;
    }

    @Override
    public void close() {
        admin.close();
    }
}
