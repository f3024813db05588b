package org.sekimori.stream.consumer;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.EventPosition;

/**
 * A committed record with its position.
 *
 * @param partition of its topic
 * @param offset in the partition
 * @param appended when the broker appended it
 * @param key as written
 * @param value JSON as in {@code docs/schemas}
 * @param event of a decision: position of its entry; else null
 */
public record PositionedRecord(
        int partition,
        long offset,
        Instant appended,
        byte[] key,
        byte[] value,
        @Nullable EventPosition event) {

    public static PositionedRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new PositionedRecord(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? new byte[0] : record.key(),
                record.value(),
                EventPosition.of(record.headers()));
    }
}
