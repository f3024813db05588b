package org.sekimori.stream.request;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written, in its smallest form in memory.
 *
 * @param topic its topic
 * @param kind one word of a bounded set, for metrics
 * @param key of the record
 * @param value of the record
 * @param replyTo address of the step's reply; null without one
 * @param result receives the result
 * @param lingers whether it may wait for company, because nobody waits for it; then it is always {@link Result#wanted}
 */
record PendingWrite(
        String topic,
        String kind,
        byte[] key,
        byte[] value,
        @Nullable ReplyAddress replyTo,
        Result result,
        boolean lingers) {

    /** A record that does not linger. */
    PendingWrite(
            String topic, String kind, byte[] key, byte[] value, @Nullable ReplyAddress replyTo, Result result) {
        this(topic, kind, key, value, replyTo, result, false);
    }

    /** Memory of a pending record beside its own octets: objects, array headers, its place in the queue. */
    static final int OVERHEAD = 200;

    /** Receives the result of a write, on threads that must not block. */
    interface Result {

        /** Ignores the result. */
        Result IGNORED = new Result() {};

        /** Whether it is still to be written; called just before. */
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
