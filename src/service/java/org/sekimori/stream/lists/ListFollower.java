package org.sekimori.stream.lists;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListTable;
import org.sekimori.lists.ListTerms;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.UnreadableRecordHandler;
import org.sekimori.stream.json.ListEntryJson;

/** Reads the topic of lists into a table: everything at the start, then what is new. */
final class ListFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final ListTable table;
    private final TopicPartition partition;
    private final UnreadableRecordHandler unreadable;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RetryingThread worker;
    private final Object moved = new Object();

    /** The offset that is read next; guarded by {@link #moved}. */
    private long position;

    private volatile long behind;

    /** Entries that were put together have equal values one after the other, and share their terms. */
    private byte[] lastValue = {};

    private @Nullable ListTerms lastTerms;

    /** @param each called now and then on the reading thread */
    ListFollower(
            StreamSettings settings, String topic, ListTable table, UnreadableRecordHandler unreadable, Runnable each) {
        this.table = table;
        this.unreadable = unreadable;
        partition = new TopicPartition(topic, 0);
        Map<String, Object> properties = settings.clientProperties("lists");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        properties.put("max.poll.records", "5000");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        worker = new RetryingThread(
                "sekimori-lists",
                () -> {
                    poll(POLL);
                    each.run();
                },
                consumer::wakeup,
                consumer::close);
    }

    /** Reads what is there, on the calling thread, and goes on in one of its own. */
    void start() {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        readToEnd();
        worker.start();
    }

    /** Reads everything that is committed by now; on the reading thread only. */
    void readToEnd() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
            poll(POLL);
        }
    }

    private void poll(Duration patience) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
                unreadable.read(record, this::take);
            }
            behind = consumer.currentLag(partition).orElse(0);
            synchronized (moved) {
                position = consumer.position(partition);
                moved.notifyAll();
            }
        } catch (WakeupException e) {
            worker.interrupted(e);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        ListEntryJson.Key key = ListEntryJson.key(record.key());
        byte[] value = record.value();
        if (value == null) {
            table.remove(key.list(), key.kind(), key.value());
        } else if (lastTerms != null && Arrays.equals(value, lastValue)) {
            table.put(new ListEntry(key.list(), key.kind(), key.value(), lastTerms));
        } else {
            ListEntry entry = ListEntryJson.read(key, value);
            lastValue = value;
            lastTerms = entry.terms();
            table.put(entry);
        }
    }

    /** Waits until a record is read, for so long at most. */
    boolean awaitRead(long offset, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (moved) {
            while (position <= offset) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                try {
                    moved.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    /** Records that the last reading left. */
    long behind() {
        return behind;
    }

    /** The last turn's failure; empty without one. */
    String problem() {
        return worker.problem();
    }

    @Override
    public void close() {
        worker.close();
    }
}
