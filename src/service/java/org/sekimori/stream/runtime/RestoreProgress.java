package org.sekimori.stream.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How far the state of the accounts is restored from the log: after a crash all of it, which takes minutes for millions of
 * accounts. Several threads report.
 */
final class RestoreProgress implements StateRestoreListener {

    private final AtomicLong records = new AtomicLong();
    private final Map<String, Long> left = new ConcurrentHashMap<>();

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long first, long end) {
        left.put(key(partition, store), Math.max(0, end - first));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long restored) {
        records.addAndGet(restored);
        left.computeIfPresent(key(partition, store), (key, before) -> Math.max(0, before - restored));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        left.remove(key(partition, store));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        left.remove(key(partition, store));
    }

    /** Records restored since the start; only grows. */
    long records() {
        return records.get();
    }

    /** Such as {@code 120000 records are restored, about 3400000 are left}; empty while nothing is restored. */
    String shown() {
        long missing = left.values().stream().mapToLong(Long::longValue).sum();
        return left.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%d records are restored, about %d are left", records(), missing);
    }

    private static String key(TopicPartition partition, String store) {
        return store + " " + partition;
    }
}
