package org.sekimori.stream.runtime;

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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the topics exist and are unchanged. To clients a deleted topic looks like a broker that does not answer, and they
 * wait for ever; only a person can say whether it may be recreated, empty. On a shared cluster others recreate topics too: an
 * administrator, or the brokers themselves for any client ({@code auto.create.topics.enable}), with other partitions and
 * retention than the log needs. Their ids show that. Changelogs of the step count once seen.
 */
final class TopicMonitor implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TopicMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;
    private final List<String> all;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "sekimori-topic-monitor");
        thread.setDaemon(true);
        return thread;
    });
    private final String changelogs;
    private final Map<String, Uuid> known = new TreeMap<>();
    private volatile String problem = "";

    /** @param changelogs how the names of the step's own topics begin */
    TopicMonitor(Map<String, Object> client, List<String> all, String changelogs) {
        this.admin = Admin.create(client);
        this.all = List.copyOf(all);
        this.changelogs = changelogs;
    }

    /** Records the topics' ids before requests are served: any later replacement differs. */
    void start() {
        look();
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<String, Uuid> present = new TreeMap<>();
            admin.listTopics()
                    .listings()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach(topic -> present.put(topic.name(), topic.topicId()));
            String now = compare(present);
            if (!now.isEmpty() && !now.equals(problem)) {
                logger.error("{}", now);
            }
            problem = now;
        } catch (ExecutionException | TimeoutException e) {
            // A missing broker is reported elsewhere.
            logger.debug("The topics could not be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The change of the topics and the remedy, in one sentence; empty without one. */
    private String compare(Map<String, Uuid> present) {
        present.forEach((topic, id) -> {
            if (all.contains(topic) || topic.startsWith(changelogs)) {
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
