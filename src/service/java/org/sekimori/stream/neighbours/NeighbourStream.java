package org.sekimori.stream.neighbours;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.RetryingThread;
import org.sekimori.stream.StateFolder;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;

/**
 * The neighbours' stream of this instance: an application of its own with one thread, so that nothing in it delays or ends the step.
 * It is started by the first report, since most rulebooks ask nothing about neighbours.
 */
public final class NeighbourStream implements AutoCloseable {

    private final Properties config = new Properties();
    private final StreamSettings settings;
    private final Topics topics;
    private final NeighbourMeters meters;
    private final StreamsUncaughtExceptionHandler failures;
    private final StateFolder state;
    private final RetryingThread starter;
    private volatile boolean asked;
    private boolean closing;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable NewsFollower follower;

    /**
     * The stream, not started.
     *
     * @param step settings of the step's stream, which hold here, too
     * @param failures what becomes of a thread that dies
     */
    public NeighbourStream(
            StreamSettings settings,
            Topics topics,
            Properties step,
            StreamsUncaughtExceptionHandler failures,
            MeterRegistry registry) {
        this.settings = settings;
        this.topics = topics;
        this.failures = failures;
        this.meters = new NeighbourMeters(registry);
        this.state = new StateFolder(settings.folder().resolve("neighbours"));
        config.putAll(step);
        config.putAll(settings.clientProperties("neighbours"));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.prefix() + "neighbours");
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.folder().resolve("neighbours").toString());
        config.put(StreamsConfig.producerPrefix("linger.ms"), "5");
        this.starter = new RetryingThread("sekimori-neighbours", this::turn, () -> {}, () -> {});
    }

    /** There is something to count; called for each report, from any thread. */
    public void asked() {
        if (!asked) {
            begin();
        }
    }

    private synchronized void begin() {
        if (!asked && !closing) {
            asked = true;
            starter.start();
        }
    }

    /** Starts once, and again after a failure to start; then it has nothing to do. */
    private synchronized void turn() {
        if (closing || follower != null) {
            pause();
            return;
        }
        if (streams == null) {
            streams = state.openOrRebuild(this::open);
        }
        NewsFollower news = new NewsFollower(settings, topics);
        follower = news;
        news.start();
    }

    private void pause() {
        try {
            while (!closing) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaStreams open() {
        KafkaStreams made = new KafkaStreams(NeighbourTopology.build(topics, meters), config);
        made.setUncaughtExceptionHandler(failures);
        try {
            made.start();
        } catch (RuntimeException e) {
            made.close(Duration.ofSeconds(20));
            throw e;
        }
        return made;
    }

    /** For health: what it is doing, in one line. */
    public String state() {
        KafkaStreams running = streams;
        NewsFollower news = follower;
        if (!starter.problem().isEmpty()) {
            return starter.problem();
        } else if (running == null) {
            return "nothing was asked yet";
        }
        return news == null || news.problem().isEmpty()
                ? running.state().name().toLowerCase(Locale.ROOT)
                : news.problem();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        starter.close();
        NewsFollower news = follower;
        if (news != null) {
            news.close();
        }
        KafkaStreams running = streams;
        if (running != null) {
            running.close(CloseOptions.timeout(Duration.ofSeconds(20))
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
