package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.Test;

/** What a coordinator wrote, read from a broker that may stop meanwhile. */
class TransactionLogTest {

    private static final TopicPartition STATE = new TopicPartition(Topic.TRANSACTION_STATE_TOPIC_NAME, 0);
    private static final TopicPartition DATA = new TopicPartition("t", 0);
    private static final long PRODUCER = 7;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final MockConsumer<byte[], byte[]> broker = new MockConsumer<>("earliest");

    /** A topic with one record, whatever its end. */
    private void holds(TransactionState state, long end) {
        broker.updatePartitions(STATE.topic(), List.of(new PartitionInfo(STATE.topic(), 0, null, null, null)));
        broker.updateBeginningOffsets(Map.of(STATE, 0L));
        broker.updateEndOffsets(Map.of(STATE, end));
        TransactionLogKey key = new TransactionLogKey().setTransactionalId("t.one");
        TransactionLogValue value = new TransactionLogValue()
                .setProducerId(PRODUCER)
                .setProducerEpoch((short) 3)
                .setTransactionStatus(state.id())
                .setTransactionPartitions(List.of(new TransactionLogValue.PartitionsSchema()
                        .setTopic(DATA.topic())
                        .setPartitionIds(List.of(DATA.partition()))));
        broker.schedulePollTask(() -> broker.addRecord(new ConsumerRecord<>(
                STATE.topic(),
                STATE.partition(),
                0,
                octets(MessageUtil.toVersionPrefixedByteBuffer((short) 0, key)),
                octets(MessageUtil.toVersionPrefixedByteBuffer((short) 0, value)))));
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    @Test
    void aDecisionIsTheOutcomeOfTheTransaction() {
        holds(TransactionState.PREPARE_COMMIT, 1);

        TransactionLog log = TransactionLog.read(broker, Set.of(PRODUCER), PATIENCE);

        HangingTransaction hanging = new HangingTransaction(DATA, PRODUCER, (short) 3, 0, 0, 0, "");
        assertThat(log.outcome(hanging))
                .hasValueSatisfying(outcome -> assertThat(outcome.commit()).isTrue());
        assertThat(log.names()).containsEntry(PRODUCER, "t.one");
    }

    /** What was read by then must not count as all: a decision may stand behind it. */
    @Test
    void aBrokerThatStopsInBetweenIsNotWaitedForWithoutEnd() {
        holds(TransactionState.ONGOING, 5);

        assertThatThrownBy(() -> TransactionLog.read(broker, Set.of(PRODUCER), PATIENCE))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("4 records are missing");
    }
}
