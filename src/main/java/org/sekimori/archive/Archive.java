package org.sekimori.archive;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.CommittedRecord;
import org.sekimori.stream.RecordFeed;
import org.sekimori.stream.StreamSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is committed on the log into Elasticsearch, in a thread of its own. A record is marked as done when its documents
 * are stored, so nothing is lost however long Elasticsearch is away, and nothing doubles, because a document that is sent again
 * has the index and the id that it had before. What Elasticsearch can never take goes to the dead letters with its reason.
 */
public final class Archive implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Archive.class);

    private static final Pattern LOCAL_PART = Pattern.compile("[^\\s@'\"<>\\[\\],;:()]+@");
    private static final String FOLLOWER = "archive";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final StreamSettings stream;
    private final Cluster cluster;
    private final Fields fields = Fields.load();
    private final Installer installer;
    private final Documents documents;
    private final BulkWriter writer;
    private final FallenGrants fallen;
    private final ArchiveMeters meters;
    private final Clock clock;
    private final Thread thread;
    private final Object alarm = new Object();
    private volatile boolean closing;
    private volatile String problem = "is starting";
    private volatile long behind;
    private volatile @Nullable Instant oldest;

    private Archive(
            StreamSettings stream, ElasticsearchAddress address, int replicas, MeterRegistry registry, Clock clock) {
        this.stream = stream;
        this.clock = clock;
        cluster = Cluster.at(address);
        installer = new Installer(cluster, fields, replicas);
        documents = new Documents(fields, clock);
        meters = new ArchiveMeters(registry, () -> behind, this::lagSeconds);
        writer = new BulkWriter(cluster, meters);
        fallen = new FallenGrants(cluster);
        thread = new Thread(this::run, "sekimori-archive");
        thread.setDaemon(true);
    }

    /**
     * Starts to copy; the topics must be there, Elasticsearch need not be.
     *
     * @param replicas of each index, 0 for a single node
     */
    public static Archive start(
            StreamSettings stream, ElasticsearchAddress address, int replicas, MeterRegistry registry, Clock clock) {
        Archive archive = new Archive(stream, address, replicas, registry, clock);
        archive.thread.start();
        return archive;
    }

    /**
     * Puts templates and lifecycle policies into Elasticsearch; what is there in this version or a later one is left alone.
     *
     * @param replicas of each index, 0 for a single node
     * @param overwrite puts templates that are there, too; a policy, whose retention operators change, is never replaced
     * @return what was done, a line each
     * @throws IllegalStateException with one sentence, if Elasticsearch refuses something or does not answer
     */
    public static List<String> install(ElasticsearchAddress address, int replicas, boolean overwrite) {
        try (Cluster cluster = Cluster.at(address)) {
            return new Installer(cluster, Fields.load(), replicas).install(overwrite);
        } catch (Installer.RefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("no Elasticsearch answers at " + address + ": " + e.getMessage(), e);
        }
    }

    /**
     * How the archive is doing.
     *
     * @param problem what keeps it from storing, empty if nothing does
     * @param behind records not stored yet
     * @param lag age of the oldest record that is being written
     */
    public record Condition(String problem, long behind, Duration lag) {}

    /** How the archive is doing now. */
    public Condition condition() {
        String now = writer.problem();
        return new Condition(now.isEmpty() ? problem : now, behind, Duration.ofSeconds(lagSeconds()));
    }

    private long lagSeconds() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toSeconds());
    }

    private void run() {
        while (!closing) {
            try (RecordFeed opened = install() ? RecordFeed.open(stream, FOLLOWER) : null) {
                if (opened != null) {
                    follow(opened);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closing = true;
            } catch (RuntimeException e) {
                problem = e.toString();
                logger.error("The archive stumbled and begins again where it was", e);
                sleep(PAUSE);
            }
        }
    }

    /** Puts the templates before the first document: without them Elasticsearch would guess at types. */
    private boolean install() {
        while (!closing) {
            try {
                installer.install(false).forEach(line -> logger.info("Elasticsearch: {}", line));
                problem = "";
                return true;
            } catch (UncheckedIOException | Installer.RefusedException e) {
                String reason = e.getMessage();
                if (!problem.equals(reason)) {
                    logger.warn("The archive waits for Elasticsearch: {}", reason);
                }
                problem = String.valueOf(reason);
                sleep(PAUSE);
            }
        }
        return false;
    }

    private void follow(RecordFeed opened) {
        while (!closing) {
            RecordFeed.Batch batch = opened.next(POLL);
            behind = opened.behind() + batch.records().size();
            if (!batch.isEmpty() && !store(opened, batch)) {
                return;
            }
            opened.done(batch);
            behind = opened.behind();
            oldest = null;
        }
    }

    private boolean store(RecordFeed from, RecordFeed.Batch batch) {
        List<Document> wanted = new ArrayList<>();
        for (CommittedRecord record : batch.records()) {
            Instant since = oldest;
            if (since == null || record.appended().isBefore(since)) {
                oldest = record.appended();
            }
            if (record.from() == CommittedRecord.From.GRANTS && record.value() == null) {
                // What these grants were last must be there before it can be changed.
                if (!write(from, wanted)) {
                    return false;
                }
                wanted = new ArrayList<>(fallen.of(record));
            } else {
                wanted.addAll(made(from, record));
            }
        }
        return write(from, wanted);
    }

    private List<Document> made(RecordFeed from, CommittedRecord record) {
        try {
            return documents.of(record).stream().filter(this::isKept).toList();
        } catch (UnusableRecordException e) {
            setAside(from, record, "the record " + e.getMessage());
            return List.of();
        } catch (RuntimeException e) {
            // One record that nobody foresaw must not stop the rest.
            logger.error("A record could not be made into a document", e);
            setAside(from, record, "the record could not be made into a document: " + e);
            return List.of();
        }
    }

    /** An index that its lifecycle has deleted must not come back because the log is read from its beginning. */
    private boolean isKept(Document document) {
        boolean kept =
                document.time().plus(fields.about(document.kind()).retention()).isAfter(clock.instant());
        if (!kept) {
            meters.expired();
        }
        return kept;
    }

    private boolean write(RecordFeed from, List<Document> wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        BulkWriter.Written written = writer.write(wanted, time -> pause(from, time));
        for (BulkWriter.Refused refused : written.refused()) {
            setAside(from, refused.document().record(), "Elasticsearch refuses it: " + refused.reason());
        }
        return written.complete();
    }

    private void setAside(RecordFeed from, CommittedRecord record, String words) {
        meters.setAside();
        // Elasticsearch quotes the value that it could not read.
        String reason = LOCAL_PART.matcher(words).replaceAll("***@");
        if (record.from() == CommittedRecord.From.DEAD_LETTERS) {
            // A letter about a letter would be refused as well, and so on.
            logger.error(
                    "A dead letter cannot be archived and stays on the log alone, {}-{}@{}: {}",
                    record.from(),
                    record.partition(),
                    record.offset(),
                    reason);
        } else {
            from.setAside(record, clock.instant(), reason);
        }
    }

    /** Waits in steps: between them the log is told that we live, so that it does not give our partitions away. */
    private boolean pause(RecordFeed from, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        behind = from.behind() + behind;
        for (long left = time.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
            from.stillHere();
            sleep(Duration.ofNanos(Math.min(left, STEP.toNanos())));
        }
        from.stillHere();
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
        cluster.close();
    }
}
