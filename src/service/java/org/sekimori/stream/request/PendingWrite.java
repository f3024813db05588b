package org.sekimori.stream.request;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be written, in the form that takes the least memory while it waits.
 *
 * @param topic where to
 * @param kind one word of a bounded set for what it is, for metrics
 * @param key of the record
 * @param value of the record
 * @param replyTo where the step's reply is to go, null if nobody waits for one
 * @param result is told what became of it
 */
record PendingWrite(
        String topic,
        String kind,
        byte[] key,
        byte[] value,
        @Nullable ReplyAddress replyTo,
        Result result) {

    /** What a record costs beside its own octets while it waits: objects, headers of arrays, its place in the queue. */
    static final int OVERHEAD = 200;

    /** What became of a record. Called by threads that must not wait. */
    interface Result {

        /** Nobody asks. */
        Result IGNORED = new Result() {};

        /** Whether it is still to be written; asked just before. */
        default boolean wanted() {
            return true;
        }

        /** The log has it for good. */
        default void written() {}

        /** It is not on the log, or it is not known whether it is. */
        default void failed(Exception problem) {}
    }

    /** Octets of memory while it waits. */
    long octets() {
        return OVERHEAD + key.length + value.length;
    }

    ProducerRecord<byte[], byte[]> record() {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        if (replyTo != null) {
            replyTo.set(record.headers());
        }
        return record;
    }
}
