package org.sekimori.stream.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.sekimori.stream.RootCause;
import org.sekimori.stream.broker.HangingTransactionFinder.Findings;
import org.sekimori.stream.broker.TransactionLog.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends hanging transactions of an embedded broker as their coordinator had decided. When it is killed between the decision and the
 * markers, the next start may take the partitions, which have no leader for a moment, for deleted, and skip the markers (KAFKA-20734,
 * Kafka 4.0 to 4.4). The decision stands in {@code __transaction_state}, so the missing markers are written from it: to abort what was
 * committed would lose decisions whose offsets are gone. Done before anything else writes to the partitions.
 */
final class HangingTransactionRepair {

    private static final Logger logger = LoggerFactory.getLogger(HangingTransactionRepair.class);

    /** How long coordinators may take to read what they know, and to end transactions by themselves. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Admin admin;
    private final int port;
    private final String servers;

    private HangingTransactionRepair(Admin admin, int port, String servers) {
        this.admin = admin;
        this.port = port;
        this.servers = servers;
    }

    /**
     * Looks and, if there are any, ends them. A failure is a line in the log: the broker itself runs.
     *
     * @param port listener of the broker of this process, without encryption, on loopback
     */
    static void repair(int port) {
        String servers = "127.0.0.1:" + port;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            new HangingTransactionRepair(admin, port, servers).repairAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void repairAll() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        String problem;
        do {
            problem = attempt();
            if (problem.isEmpty()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
        } while (System.nanoTime() < end);
        logger.error(
                "Transactions that hang cannot be found or ended ({}); readers stand still before them. The next start tries again",
                problem);
    }

    /** Why it has to be tried again; empty if nothing hangs any more. */
    private String attempt() throws InterruptedException {
        try {
            Set<String> topics = HangingTransactionFinder.get(
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
            Findings found = new HangingTransactionFinder(admin, producers -> TransactionLog.read(servers, producers)
                            .names())
                    .find(topics);
            if (found.ending()) {
                return "their coordinator is still about to end some";
            }
            return found.hanging().isEmpty() ? "" : end(found.hanging());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // Of any kind, such as of a record that cannot be read: the broker runs, and its start must not end here.
            return RootCause.root(e);
        }
    }

    /** The last problem; one transaction that cannot be ended does not keep the others. */
    private String end(List<HangingTransaction> hanging) throws InterruptedException {
        // Read after their coordinators were asked: what these had decided by then stands there.
        TransactionLog log = TransactionLog.read(
                servers, hanging.stream().map(HangingTransaction::producer).collect(Collectors.toSet()));
        String problem = "";
        for (HangingTransaction one : hanging) {
            try {
                end(one, log.outcome(one));
            } catch (ExecutionException | TimeoutException | IOException | RuntimeException e) {
                problem = one + ": " + RootCause.root(e);
            }
        }
        return problem;
    }

    private void end(HangingTransaction one, Optional<Outcome> decided)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (decided.isPresent()) {
            TransactionMarkers.write(port, one, decided.get());
            logger.warn(
                    "A hanging transaction is {}, as its coordinator had decided: {}",
                    decided.get().commit() ? "committed" : "aborted",
                    one);
            return;
        }
        HangingTransactionFinder.get(admin.abortTransaction(
                        new AbortTransactionSpec(one.partition(), one.producer(), one.epoch(), one.coordinatorEpoch()))
                .all());
        logger.error(
                "A hanging transaction is aborted: {}. Its coordinator has no decision about it, as after a loss of power, so it"
                        + " cannot be known whether it was committed",
                one);
    }
}
