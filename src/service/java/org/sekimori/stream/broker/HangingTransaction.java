package org.sekimori.stream.broker;

import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that is open on a partition, and that its coordinator does not have (KIP-664).
 *
 * @param partition where it is open
 * @param producer id of its producer
 * @param epoch epoch of its newest record
 * @param coordinatorEpoch epoch of the coordinator that ended the producer's transaction before it; 0 if there was none
 * @param begin offset of its first record
 * @param newest when its newest record was appended, in ms
 * @param transactionalId of its producer; empty if no coordinator knows the producer
 */
public record HangingTransaction(
        TopicPartition partition,
        long producer,
        short epoch,
        int coordinatorEpoch,
        long begin,
        long newest,
        String transactionalId) {

    HangingTransaction named(String id) {
        return new HangingTransaction(partition, producer, epoch, coordinatorEpoch, begin, newest, id);
    }

    /** {@code topic-0, producer 6, since offset 17}. */
    @Override
    public String toString() {
        return partition + ", producer " + producer + ", since offset " + begin;
    }
}
