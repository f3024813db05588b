package org.sekimori.stream;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A committed record with its place.
 *
 * @param partition of its topic
 * @param offset in the partition
 * @param appended when the broker took it
 * @param key as it was written
 * @param value JSON as {@code docs/schemas} has it
 * @param event of a decision: where the entry stands that was decided upon; else null
 */
public record StoredRecord(
        int partition,
        long offset,
        Instant appended,
        byte[] key,
        byte[] value,
        @Nullable EventPosition event) {

    static StoredRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new StoredRecord(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? new byte[0] : record.key(),
                record.value(),
                EventPosition.of(record.headers()));
    }
}
