package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Group offsets that a broker wrote twice on a full disk, on a real broker, which loads no such partition. */
class GroupOffsetsRepairIT {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @Test
    void groupsWhoseOffsetsWereWrittenTwiceGoOnFromThem(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            for (long offset : List.of(11, 12)) {
                admin.alterConsumerGroupOffsets("group", Map.of(PARTITION, new OffsetAndMetadata(offset)))
                        .all()
                        .get();
            }
        }
        Path segment = written(folder);
        long whole = Files.size(segment);
        byte[] last = lastBatch(segment);
        Files.write(segment, last, StandardOpenOption.APPEND);
        leftBehind(folder, segment);

        for (int start = 0; start < 2; start++) {
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                    Admin admin = admin(broker)) {
                assertThat(admin.listConsumerGroupOffsets("group")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .containsEntry(PARTITION, new OffsetAndMetadata(12));
            }
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.filter(file -> file.toString().endsWith(".log.damaged")))
                    .singleElement()
                    .satisfies(copy -> assertThat(copy).hasSize(whole + last.length));
        }
    }

    @Test
    void otherGroupOffsetsAreLeftAsTheyAre(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            admin.alterConsumerGroupOffsets("group", Map.of(PARTITION, new OffsetAndMetadata(11)))
                    .all()
                    .get();
        }
        byte[] before = Files.readAllBytes(written(folder));

        assertThat(GroupOffsetsRepair.repair(folder)).isZero();

        assertThat(written(folder)).hasBinaryContent(before);
    }

    /** What a repair leaves that the process did not survive: the copy, and a part of the new segment. */
    private static void leftBehind(Path folder, Path segment) throws IOException {
        Path partition = Objects.requireNonNull(segment.getParent()).getFileName();
        Files.createLink(folder.resolve(partition + "-" + segment.getFileName() + ".damaged"), segment);
        Files.write(segment.resolveSibling("repaired"), new byte[] {1, 2, 3});
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** The segment of the only partition that has group offsets. */
    private static Path written(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(file -> file.toString().contains("__consumer_offsets-")
                            && file.toString().endsWith(".log")
                            && file.toFile().length() > 0)
                    .reduce((a, b) -> {
                        throw new IllegalStateException(a + " and " + b);
                    })
                    .orElseThrow();
        }
    }

    private static byte[] lastBatch(Path segment) throws IOException {
        byte[] all = Files.readAllBytes(segment);
        int size = 0;
        try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
            for (RecordBatch batch : records.batches()) {
                size = batch.sizeInBytes();
            }
        }
        return Arrays.copyOfRange(all, all.length - size, all.length);
    }
}
