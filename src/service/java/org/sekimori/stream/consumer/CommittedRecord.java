package org.sekimori.stream.consumer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed record of one of the log's topics, for a copy elsewhere.
 *
 * @param from its topic
 * @param topicId identity of that topic: another one after it was deleted and recreated, with new offsets
 * @param partition of the topic
 * @param offset in the partition
 * @param appended when the broker appended it
 * @param key account, or source of a dead letter
 * @param value JSON as in {@code docs/schemas}; null: the key was deleted
 * @param event of a decision: its entry; null if it is no longer on the log
 */
public record CommittedRecord(
        From from,
        String topicId,
        int partition,
        long offset,
        Instant appended,
        String key,
        byte @Nullable [] value,
        @Nullable Event event) {

    /** The topics that are followed. */
    public enum From {
        DECISIONS,
        /** The answers of synchronous endpoints on {@code events}. */
        ANSWERS,
        GRANTS,
        CASES,
        AUDIT,
        DEAD_LETTERS
    }

    /**
     * The entry that a decision is about.
     *
     * @param value JSON of the entry
     * @param appended when the broker took it
     */
    public record Event(byte[] value, Instant appended) {}

    /** A decision read from the log, with its event if that is still there. */
    public static CommittedRecord decision(PositionedRecord decision, @Nullable Event event) {
        return new CommittedRecord(
                From.DECISIONS,
                "",
                decision.partition(),
                decision.offset(),
                decision.appended(),
                "",
                decision.value(),
                event);
    }
}
