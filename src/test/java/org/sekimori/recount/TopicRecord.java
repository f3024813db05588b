package org.sekimori.recount;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A record as it lies in a topic. */
final class TopicRecord {

    private final int partition;
    private final long offset;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;

    TopicRecord(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
    }

    int partition() {
        return partition;
    }

    /** The key as text, empty if there is none. */
    String key() {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    /** JSON in UTF-8, null for a tombstone; not copied, because there are many. */
    byte @Nullable [] value() {
        return value;
    }

    /** Where to find it, for messages. */
    String place() {
        return partition + "/" + offset;
    }
}
