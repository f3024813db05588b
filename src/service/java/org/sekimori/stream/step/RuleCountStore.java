package org.sekimori.stream.step;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.mail.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accumulates rule hits of one partition until they are forwarded. In a state store, so they commit with the decisions that they
 * count: a crash neither loses nor doubles one.
 */
public final class RuleCountStore {

    /** Interval of forwarding. */
    public static final Duration BETWEEN = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(RuleCountStore.class);
    private static final int LENGTH = 3 * Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;

    /** The same as in the store, so that nothing has to be read there. */
    private final Map<Bytes, RuleHitCount> counts = new HashMap<>();

    RuleCountStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> one = all.next();
                RuleHitCount count = decode(one.key, one.value);
                if (count == null) {
                    log.error("A count of {} bytes in the store cannot be read and is left out", one.value.length);
                } else {
                    counts.put(one.key, count);
                }
            }
        }
    }

    void add(Decision decision) {
        for (RuleHitCount one : RuleHitCount.of(decision)) {
            Bytes key = Bytes.wrap((one.role().word() + " " + one.rule()).getBytes(StandardCharsets.UTF_8));
            RuleHitCount sum = counts.merge(key, one, RuleHitCount::plus);
            store.put(key, encode(sum));
        }
    }

    /** Gives everything that was counted since the last time. */
    void drain(Consumer<RuleHitCount> taker) {
        counts.forEach((key, count) -> {
            taker.accept(count);
            store.delete(key);
        });
        counts.clear();
    }

    private static byte[] encode(RuleHitCount count) {
        return ByteBuffer.allocate(LENGTH)
                .putLong(count.hits())
                .putLong(count.refusals())
                .putLong(count.flags())
                .array();
    }

    /** Null for an unknown row, such as with a later version's role; it stays in the store. */
    private static @Nullable RuleHitCount decode(Bytes key, byte[] value) {
        String text = new String(key.get(), StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        if (space < 0 || value.length < LENGTH) {
            return null;
        }
        ByteBuffer numbers = ByteBuffer.wrap(value);
        try {
            return new RuleHitCount(
                    text.substring(space + 1),
                    RuleHitCount.Role.of(text.substring(0, space)),
                    numbers.getLong(),
                    numbers.getLong(),
                    numbers.getLong());
        } catch (IllegalArgumentException e) {
            log.debug("Unknown role", e);
            return null;
        }
    }
}
