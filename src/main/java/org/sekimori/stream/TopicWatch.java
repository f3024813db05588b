package org.sekimori.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the topics are all there. To the clients of one that was deleted it is a broker that does not answer, and they wait for
 * ever; only people can say whether it may be made anew, empty.
 */
final class TopicWatch implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;
    private final List<String> all;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "sekimori-topic-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<String> missing = List.of();

    TopicWatch(Map<String, Object> client, List<String> all) {
        this.admin = Admin.create(client);
        this.all = List.copyOf(all);
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<String> present = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<String> now =
                    all.stream().filter(topic -> !present.contains(topic)).toList();
            if (!now.isEmpty() && !now.equals(missing)) {
                logger.error("{}", sentence(now));
            }
            missing = now;
        } catch (ExecutionException | TimeoutException e) {
            // A broker that is away is said elsewhere.
            logger.debug("The topics could not be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sentence(List<String> missing) {
        return "topics of the log were deleted: " + String.join(", ", missing)
                + "; put the log back from a backup, or restart the service, which makes them anew without what stood on them";
    }

    /** Which topics are missing, and what to do, in one sentence; empty if none is. */
    String problem() {
        List<String> now = missing;
        return now.isEmpty() ? "" : sentence(now);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
