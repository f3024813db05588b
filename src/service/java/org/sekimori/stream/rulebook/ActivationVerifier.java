package org.sekimori.stream.rulebook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.stream.rulebook.RulebookHmacKeys.Kind;

/**
 * Verifies activations among the entries: only those of an instance of this cluster, and none older than the last, are followed.
 *
 * @param keys without keys all are followed
 * @param prefix of the topics
 */
public record ActivationVerifier(RulebookHmacKeys keys, String prefix) {

    /**
     * Why an activation is not followed; null if it is.
     *
     * @param last the time of the current activation; null without one
     */
    public @Nullable String fault(
            Record<byte[], byte[]> record, LogEntry.RulebookActivation activation, @Nullable Instant last) {
        if (!keys.required()) {
            return null;
        }
        byte[] key = activation.rulebook().getBytes(StandardCharsets.US_ASCII);
        if (!keys.verify(record.headers(), Kind.ACTIVATION, prefix, key, record.value())) {
            return "the activation of rulebook " + activation.rulebook()
                    + " has no MAC by a key of this cluster and is not followed";
        }
        return last != null && activation.time().isBefore(last)
                ? "the activation of rulebook " + activation.rulebook()
                        + " was written before and is not followed again"
                : null;
    }
}
