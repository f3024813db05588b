package org.sekimori.stream;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each key of a compacted topic, as far as read. An unreadable value is replaced by a substitute, and its key
 * is among the {@link #unreadable} until a readable record follows. Written by one thread, read by many.
 */
final class CompactedTable<T> {

    private final Function<byte[], T> reader;
    private final Substitute<T> substitute;
    private final Map<String, T> values = new ConcurrentHashMap<>();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** Substitute of an unreadable value. */
    interface Substitute<T> {
        /**
         * @param before the last readable value; null without one
         * @return null: none
         */
        @Nullable
        T of(@Nullable T before, ConsumerRecord<byte[], byte[]> record);
    }

    CompactedTable(Function<byte[], T> reader, Substitute<T> substitute) {
        this.reader = reader;
        this.substitute = substitute;
    }

    /** A table that keeps the previous value in place of an unreadable one. */
    static <T> CompactedTable<T> keeping(Function<byte[], T> reader) {
        return new CompactedTable<>(reader, (before, record) -> before);
    }

    void take(ConsumerRecord<byte[], byte[]> record, UnreadableRecordHandler records) {
        if (!records.read(record, this::put) && record.key() != null) {
            String key = UnreadableRecordHandler.key(record);
            unreadable.add(key);
            values.compute(key, (name, before) -> substitute.of(before, record));
        }
    }

    private void put(ConsumerRecord<byte[], byte[]> record) {
        String key = UnreadableRecordHandler.key(record);
        if (record.value() == null) {
            values.remove(key);
        } else {
            values.put(key, reader.apply(record.value()));
        }
        unreadable.remove(key);
    }

    /** By key. */
    Map<String, T> values() {
        return values;
    }

    /** How many keys have a newest value that cannot be read. */
    int unreadable() {
        return unreadable.size();
    }
}
