package org.sekimori.stream.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.internals.Topic;
import org.sekimori.stream.RootCause;
import org.sekimori.stream.broker.HangingTransaction;
import org.sekimori.stream.broker.HangingTransactionFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the topics exist and are unchanged. To clients a deleted topic looks like a broker that does not answer, and they
 * wait for ever; only a person can say whether it may be recreated, empty. On a shared cluster others recreate topics too: an
 * administrator, or the brokers themselves for any client ({@code auto.create.topics.enable}), with other partitions and
 * retention than the log needs. Their ids show that. Changelogs count once seen.
 *
 * <p>Every minute it looks for hanging transactions on all of these, and tells of each once. It ends none: whether one was committed
 * only its coordinator can know, and to abort a committed one loses decisions. The embedded broker repairs its own when it starts.
 */
final class TopicMonitor implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TopicMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 10;

    /** Offsets of groups that are part of an open transaction are not told to anybody. */
    private static final String GROUP_OFFSETS = Topic.GROUP_METADATA_TOPIC_NAME;

    /** The longest that brokers let a transaction last by default ({@code transaction.max.timeout.ms}), and a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    /** Looks between two that look at transactions. */
    private static final int LOOKS_A_MINUTE = 12;

    private final Admin admin;
    private final List<String> all;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "sekimori-topic-monitor");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> changelogs;
    private final Map<String, Uuid> known = new TreeMap<>();
    private final HangingTransactionFinder transactions;
    private final String prefix;
    private final Clock time;
    private Set<HangingTransaction> hanging = Set.of();
    private int looks;
    private String complaint = "";
    private volatile String problem = "";

    /**
     * A monitor.
     *
     * @param changelogs how the names of changelogs begin
     * @param prefix how the transactional ids of this log begin
     */
    TopicMonitor(Map<String, Object> client, List<String> all, List<String> changelogs, String prefix, Clock time) {
        this.admin = Admin.create(client);
        this.all = List.copyOf(all);
        this.changelogs = List.copyOf(changelogs);
        this.transactions = new HangingTransactionFinder(admin);
        this.prefix = prefix;
        this.time = time;
    }

    /** Records the topics' ids before requests are served: any later replacement differs. */
    void start() {
        look();
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<String, Uuid> present = new TreeMap<>();
            admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .listings()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach(topic -> present.put(topic.name(), topic.topicId()));
            String now = compare(present);
            if (!now.isEmpty() && !now.equals(problem)) {
                logger.error("{}", now);
            }
            problem = now;
            if (now.isEmpty() && looks++ % LOOKS_A_MINUTE == 0) {
                Set<String> topics = new TreeSet<>(known.keySet());
                if (present.containsKey(GROUP_OFFSETS)) {
                    topics.add(GROUP_OFFSETS);
                }
                report(transactions.find(topics).hanging());
                complaint = "";
            }
        } catch (ExecutionException | TimeoutException e) {
            // A missing broker is reported elsewhere.
            if (e.getCause() instanceof AuthorizationException
                    && !RootCause.root(e).equals(complaint)) {
                complaint = RootCause.root(e);
                logger.warn("Hanging transactions cannot be looked for: {}", complaint);
            }
            logger.debug("The topics could not be looked at", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(List<HangingTransaction> found) {
        Set<HangingTransaction> ours = found.stream().filter(this::certain).collect(Collectors.toSet());
        for (HangingTransaction one : ours) {
            if (!hanging.contains(one)) {
                logger.error(
                        "A transaction hangs, and readers stand still before it: {}; docs/reliability.md says how to end it",
                        one);
            }
        }
        hanging = ours;
    }

    /**
     * Whether it surely hangs and is of this log. On the topic of group offsets others have transactions, too; and the coordinator of
     * a producer that none lists may be away.
     */
    private boolean certain(HangingTransaction one) {
        if (one.transactionalId().isEmpty()) {
            return !one.partition().topic().equals(GROUP_OFFSETS) && one.newest() < time.millis() - LONGEST.toMillis();
        }
        return !one.partition().topic().equals(GROUP_OFFSETS)
                || one.transactionalId().startsWith(prefix);
    }

    /** The change of the topics and the remedy, in one sentence; empty without one. */
    private String compare(Map<String, Uuid> present) {
        present.forEach((topic, id) -> {
            if (all.contains(topic) || changelogs.stream().anyMatch(topic::startsWith)) {
                known.putIfAbsent(topic, id);
            }
        });
        Set<String> missing = new TreeSet<>(all);
        missing.addAll(known.keySet());
        missing.removeAll(present.keySet());
        if (!missing.isEmpty()) {
            return "topics of the log were deleted: " + String.join(", ", missing)
                    + "; put the log back from a backup, or restart the service, which makes them anew without what stood on them";
        }
        List<String> others = known.entrySet().stream()
                .filter(topic -> !topic.getValue().equals(present.get(topic.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return others.isEmpty()
                ? ""
                : "topics of the log were deleted and made anew by somebody else: " + String.join(", ", others)
                        + "; see that they are as docs/events.md lists them, or delete them once more, then restart the"
                        + " service, which makes what is missing";
    }

    /** The problem as of the last check; empty without one. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
