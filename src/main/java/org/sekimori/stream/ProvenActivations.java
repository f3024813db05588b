package org.sekimori.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Entry;
import org.sekimori.stream.RulebookKeys.Kind;

/**
 * Which activations among the entries are followed: those of an instance of this cluster, and none that was written before.
 *
 * @param keys without which all are
 * @param prefix of the topics
 */
record ProvenActivations(RulebookKeys keys, String prefix) {

    /**
     * Why an activation is not followed, null if it is.
     *
     * @param last the time of the one that is followed now, null if none is
     */
    @Nullable
    String fault(Record<byte[], byte[]> record, Entry.Activation activation, @Nullable Instant last) {
        if (!keys.asked()) {
            return null;
        }
        byte[] key = activation.rulebook().getBytes(StandardCharsets.US_ASCII);
        if (!keys.right(record.headers(), Kind.ACTIVATION, prefix, key, record.value())) {
            return "the activation of rulebook " + activation.rulebook()
                    + " has no MAC by a key of this cluster and is not followed";
        }
        return last != null && activation.time().isBefore(last)
                ? "the activation of rulebook " + activation.rulebook()
                        + " was written before and is not followed again"
                : null;
    }
}
