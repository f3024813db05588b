package org.sekimori.stream.consumer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed record of one of the log's topics, for whoever keeps a copy elsewhere.
 *
 * @param from which topic
 * @param topicId identity of that topic: another one if it was deleted and made anew, and its offsets began again
 * @param partition of the topic
 * @param offset in the partition
 * @param appended when the broker took it
 * @param key account, or where a dead letter came from
 * @param value JSON as {@code docs/schemas} has it; null: what stood under the key is no more
 * @param event of a decision: the entry decided upon; null if it is no longer on the log
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
        /** Of {@code events} only what doors told. */
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

    /** A decision that was read off the log, with the event that it was made upon, if that is still there. */
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
