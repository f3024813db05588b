package org.sekimori.stream.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Finds hanging transactions: open on a partition and unknown to their coordinator, so that readers of committed records stand still
 * before them for ever.
 *
 * <p>A transaction that is under way is never taken for one: a coordinator adds a partition to it before the first record is written
 * there, and whatever looks like hanging is looked at twice.
 */
public final class HangingTransactionFinder {

    private static final long PATIENCE_SECONDS = 30;

    private final Admin admin;
    private final ProducerNames names;

    /**
     * Asks the coordinators for their producers. One that has not yet read its part of {@code __transaction_state} knows none, so
     * of producers that nobody knows only old transactions certainly hang.
     */
    public HangingTransactionFinder(Admin admin) {
        this(admin, producers -> listed(admin, producers));
    }

    HangingTransactionFinder(Admin admin, ProducerNames names) {
        this.admin = admin;
        this.names = names;
    }

    /** Transactional ids of producers, as far as they are known. */
    interface ProducerNames {
        Map<Long, String> of(Set<Long> producers) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /**
     * What one look saw.
     *
     * @param hanging the transactions that their coordinators do not have
     * @param ending whether a coordinator still ends one of the open transactions
     */
    public record Findings(List<HangingTransaction> hanging, boolean ending) {}

    /** A producer's transaction as its coordinator has it. */
    private record Known(String transactionalId, TransactionDescription transaction) {

        boolean ending() {
            return transaction.state() == TransactionState.PREPARE_COMMIT
                    || transaction.state() == TransactionState.PREPARE_ABORT;
        }
    }

    /**
     * Looks at all partitions of some topics.
     *
     * @throws ExecutionException if the brokers refuse or cannot answer; the cause says why
     */
    public Findings find(Collection<String> topics) throws InterruptedException, ExecutionException, TimeoutException {
        List<HangingTransaction> open = open(partitions(topics));
        Map<Long, Known> known = known(open);
        List<HangingTransaction> suspects = open.stream()
                .filter(one -> {
                    Known coordinated = known.get(one.producer());
                    return coordinated == null
                            || !coordinated.transaction().topicPartitions().contains(one.partition());
                })
                .collect(Collectors.toCollection(ArrayList::new));
        if (!suspects.isEmpty()) {
            suspects.retainAll(
                    open(suspects.stream().map(HangingTransaction::partition).collect(Collectors.toSet())));
        }
        return new Findings(
                suspects.stream()
                        .map(one -> {
                            Known coordinated = known.get(one.producer());
                            return coordinated == null ? one : one.named(coordinated.transactionalId());
                        })
                        .toList(),
                known.values().stream().anyMatch(Known::ending));
    }

    private Set<TopicPartition> partitions(Collection<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(TopicPartitionInfo::partition)
                        .map(number -> new TopicPartition(topic.name(), number)))
                .collect(Collectors.toSet());
    }

    private List<HangingTransaction> open(Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<HangingTransaction> open = new ArrayList<>();
        Map<TopicPartition, PartitionProducerState> all =
                get(admin.describeProducers(partitions).all());
        all.forEach((partition, producers) -> {
            for (ProducerState one : producers.activeProducers()) {
                one.currentTransactionStartOffset()
                        .ifPresent(begin -> open.add(new HangingTransaction(
                                partition,
                                one.producerId(),
                                (short) one.producerEpoch(),
                                // Before its first transaction has ended there is none; the first one is 0.
                                one.coordinatorEpoch().orElse(0),
                                begin,
                                one.lastTimestamp(),
                                "")));
            }
        });
        return open;
    }

    private Map<Long, Known> known(List<HangingTransaction> open)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (open.isEmpty()) {
            return Map.of();
        }
        Map<Long, String> named =
                names.of(open.stream().map(HangingTransaction::producer).collect(Collectors.toSet()));
        DescribeTransactionsResult described = admin.describeTransactions(Set.copyOf(named.values()));
        Map<Long, Known> known = new HashMap<>();
        for (Map.Entry<Long, String> one : named.entrySet()) {
            try {
                TransactionDescription transaction = get(described.description(one.getValue()));
                // After its last epoch a producer has another id.
                if (transaction.producerId() == one.getKey()) {
                    known.put(one.getKey(), new Known(one.getValue(), transaction));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return known;
    }

    private static Map<Long, String> listed(Admin admin, Set<Long> producers)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<Long, String> names = new HashMap<>();
        for (TransactionListing one :
                get(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                        .all())) {
            names.put(one.producerId(), one.transactionalId());
        }
        return names;
    }

    static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
