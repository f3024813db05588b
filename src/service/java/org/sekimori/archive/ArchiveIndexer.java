package org.sekimori.archive;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.consumer.CommittedRecordConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is committed on the log into Elasticsearch, in a thread of its own. A record is marked as done when its documents
 * are stored, so nothing is lost however long Elasticsearch is away, and nothing doubles, because a document that is sent again
 * has the index and the id that it had before. What Elasticsearch can never take goes to the dead letters with its reason.
 */
public final class ArchiveIndexer implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ArchiveIndexer.class);

    private static final String FOLLOWER = "archive";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TEMPLATES = Duration.ofSeconds(30);

    private final StreamSettings stream;
    private final ElasticsearchAddress address;
    private final int replicas;
    private final FieldCatalog fields = FieldCatalog.load();
    private final ArchiveMeters meters;
    private final Clock clock;
    private final Thread thread;
    private final Object alarm = new Object();
    private volatile boolean closing;
    private volatile String problem = "is starting";
    private volatile long behind;
    private volatile Instant idleAt;
    private volatile @Nullable Instant oldest;
    private Instant looked = Instant.EPOCH;
    private Instant templatesSeen = Instant.EPOCH;

    private ArchiveIndexer(
            StreamSettings stream, ElasticsearchAddress address, int replicas, MeterRegistry registry, Clock clock) {
        this.stream = stream;
        this.address = address;
        this.replicas = replicas;
        this.clock = clock;
        idleAt = clock.instant();
        meters = new ArchiveMeters(registry, () -> behind, this::lagSeconds);
        thread = new Thread(this::run, "sekimori-archive");
        thread.setDaemon(true);
    }

    /**
     * Starts to copy; the topics must be there, Elasticsearch and the files of its address need not be.
     *
     * @param replicas of each index, 0 for a single node
     */
    public static ArchiveIndexer start(
            StreamSettings stream, ElasticsearchAddress address, int replicas, MeterRegistry registry, Clock clock) {
        ArchiveIndexer archive = new ArchiveIndexer(stream, address, replicas, registry, clock);
        archive.thread.start();
        return archive;
    }

    /**
     * Puts templates and lifecycle policies into Elasticsearch; what is there in this version or a later one is left alone.
     *
     * @param replicas of each index, 0 for a single node; null: as the templates that are there say, 1 if there are none
     * @param overwrite puts templates of this version again; a policy, whose retention operators change, is never replaced
     * @return what was done, a line each
     * @throws IllegalStateException with one sentence, if Elasticsearch refuses something or does not answer
     */
    public static List<String> install(ElasticsearchAddress address, @Nullable Integer replicas, boolean overwrite) {
        try (ElasticsearchConnection cluster = ElasticsearchConnection.at(address)) {
            return new IndexTemplateInstaller(cluster, FieldCatalog.load(), replicas).install(overwrite);
        } catch (IndexTemplateInstaller.RefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("no Elasticsearch answers at " + address + ": " + e.getMessage(), e);
        }
    }

    /**
     * How the archive is doing.
     *
     * @param problem what keeps it from storing, empty if nothing does
     * @param behind records not stored yet, as last counted
     * @param lag age of the oldest record that is being written, or the time for which nothing could be stored
     */
    public record Status(String problem, long behind, Duration lag) {}

    /** How the archive is doing now. */
    public Status status() {
        boolean dead = !thread.isAlive() && !closing;
        return new Status(
                dead ? "has ended unexpectedly; restart the service" : problem,
                behind,
                Duration.ofSeconds(lagSeconds()));
    }

    private long lagSeconds() {
        Instant since = oldest;
        Instant from = since != null ? since : behind > 0 ? idleAt : null;
        return from == null
                ? 0
                : Math.max(0, Duration.between(from, clock.instant()).toSeconds());
    }

    private void run() {
        while (!closing) {
            try (ElasticsearchConnection cluster = connected();
                    CommittedRecordConsumer feed = CommittedRecordConsumer.open(stream, FOLLOWER)) {
                follow(cluster, feed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing = true;
            } catch (Exception | LinkageError e) {
                stumbled(e);
                sleep(PAUSE);
            }
        }
    }

    /** A file that the operator has to mend; no fault of the program. */
    private static final class UnusableFileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableFileException(IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private ElasticsearchConnection connected() {
        try {
            return ElasticsearchConnection.at(address);
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException(e);
        }
    }

    /** What keeps it from working is said once, not every other second. */
    private void stumbled(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!reason.equals(problem) && cause instanceof UnusableFileException) {
            logger.warn("The archive waits: {}", reason);
        } else if (!reason.equals(problem)) {
            logger.error("The archive stumbled and begins again where it was", cause);
        }
        problem = reason;
    }

    private void follow(ElasticsearchConnection cluster, CommittedRecordConsumer feed) {
        IndexTemplateInstaller installer = new IndexTemplateInstaller(cluster, fields, replicas);
        BulkWriter writer = new BulkWriter(cluster, meters, () -> installer.install(false));
        ArchiveBatchWriter batches = new ArchiveBatchWriter(
                feed,
                new DocumentMapper(fields, clock),
                fields,
                writer,
                new DeletedAccountDocuments(cluster),
                meters,
                clock);
        if (!install(installer, feed)) {
            return;
        }
        while (!closing) {
            CommittedRecordConsumer.Batch batch = feed.next(POLL);
            look(feed);
            if (!batch.records().isEmpty()) {
                requireTemplates(installer);
                oldest = ArchiveBatchWriter.oldest(batch);
                if (!batches.store(batch, time -> pause(feed, writer, time))) {
                    return;
                }
            }
            feed.commit(batch);
            oldest = null;
            idleAt = clock.instant();
            problem = "";
        }
    }

    /** Puts the templates before the first document: without them Elasticsearch would guess at types. */
    private boolean install(IndexTemplateInstaller installer, CommittedRecordConsumer feed) {
        while (!closing) {
            try {
                installer.install(false).forEach(line -> logger.info("Elasticsearch: {}", line));
                templatesSeen = clock.instant();
                return true;
            } catch (UncheckedIOException | IndexTemplateInstaller.RefusedException e) {
                String reason = String.valueOf(e.getMessage());
                if (!reason.equals(problem)) {
                    logger.warn("The archive waits for Elasticsearch: {}", reason);
                }
                problem = reason;
                feed.keepAlive();
                look(feed);
                sleep(PAUSE);
            }
        }
        return false;
    }

    /** A cluster that was emptied under us would make indices by guess. */
    private void requireTemplates(IndexTemplateInstaller installer) {
        Instant now = clock.instant();
        if (Duration.between(templatesSeen, now).compareTo(TEMPLATES) > 0) {
            if (!installer.isInstalled()) {
                installer.install(false).forEach(line -> logger.warn("Elasticsearch, again: {}", line));
            }
            templatesSeen = now;
        }
    }

    private void look(CommittedRecordConsumer feed) {
        Instant now = clock.instant();
        if (Duration.between(looked, now).compareTo(LOOK) > 0) {
            behind = feed.lag();
            looked = now;
        }
    }

    /** Waits in steps: between them the log is told that we live, so that it does not give our partitions away. */
    private boolean pause(CommittedRecordConsumer feed, BulkWriter writer, Duration time) {
        problem = writer.problem();
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
            feed.keepAlive();
            look(feed);
            sleep(Duration.ofNanos(Math.min(left, STEP.toNanos())));
        }
        feed.keepAlive();
        return !closing;
    }

    private void sleep(Duration time) {
        synchronized (alarm) {
            try {
                if (!closing) {
                    TimeUnit.MILLISECONDS.timedWait(alarm, Math.max(1, time.toMillis()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing = true;
            }
        }
    }

    /** Ends after the request under way; what is not stored then is stored after the next start. */
    @Override
    public void close() {
        synchronized (alarm) {
            closing = true;
            alarm.notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
