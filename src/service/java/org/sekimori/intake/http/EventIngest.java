package org.sekimori.intake.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.http.IngestResult.Problem;
import org.sekimori.intake.http.IngestResult.Stop;
import org.sekimori.intake.http.IngestResult.Why;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;
import org.sekimori.stream.request.EventLog;

/** Takes events without waiting for decisions, only for the log. Thread-safe. */
public final class EventIngest {

    /** Largest batch, in bytes. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Most lines of a batch, blank ones counted. */
    public static final int MAX_LINES = 50_000;

    /** Batches that are read at the same time; each holds a thread, and those who wait for decisions need some too. */
    static final int MAX_BATCHES = 16;

    /** Most batches of one sender, whose slow batches would otherwise block the others. */
    static final int MAX_OF_ONE = MAX_BATCHES / 2;

    private final EventReader reader;
    private final EventLog log;
    private final Duration patience;
    private final Semaphore batches = new Semaphore(MAX_BATCHES);
    private final Map<String, Integer> bySender = new ConcurrentHashMap<>();

    /**
     * @param reader of the bodies
     * @param log takes the events
     * @param patience how long the log may take to acknowledge
     */
    public EventIngest(EventReader reader, EventLog log, Duration patience) {
        this.reader = reader;
        this.log = log;
        this.patience = patience;
    }

    /**
     * Takes one event; returns at once.
     *
     * @param body the event as JSON
     * @param ids generates an id if it has none
     * @param source the sender, for a dead letter
     * @param publisher the sender's rights
     * @return never fails; at most one event accepted, refused or not taken
     */
    public CompletableFuture<IngestResult> ingest(
            byte[] body, EventIdGenerator ids, String source, Publisher publisher) {
        DecodeResult outcome = reader.readPublished(body, ids.of(1, body), publisher);
        if (outcome instanceof RejectedRecord refused) {
            log.deadLetter(source, refused.reason(), refused.payload());
            Problem problem = new Problem(1, refused.reason(), refused.field(), refused.forbidden());
            return CompletableFuture.completedFuture(new IngestResult(0, 1, List.of(problem), null));
        }
        return log.publish(((DecodedEvent) outcome).event())
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                .handle((written, away) -> new IngestResult(
                        away == null ? 1 : 0, 0, List.of(), away == null ? null : new Stop(1, Why.LOG_AWAY)));
    }

    /**
     * Takes many events, one a line, and waits until the log has them. Reads ahead only as far as the log keeps up.
     *
     * @param body NDJSON; blank lines are skipped
     * @param ids generates ids for events without one
     * @param source the sender, for dead letters
     * @param publisher the sender's rights
     */
    public IngestResult ingestBatch(InputStream body, EventIdGenerator ids, String source, Publisher publisher) {
        String sender = ids.sender();
        if (bySender.merge(sender, 1, Integer::sum) > MAX_OF_ONE || !batches.tryAcquire()) {
            leave(sender);
            return new IngestResult(0, 0, List.of(), new Stop(1, Why.BUSY));
        }
        try {
            IngestBatchTracker batch = new IngestBatchTracker(patience);
            @Nullable
            Stop stop =
                    read(new BoundedLineReader(body, EventReader.MAX_BYTES, MAX_BYTES), batch, ids, source, publisher);
            return batch.end(stop);
        } finally {
            batches.release();
            leave(sender);
        }
    }

    private void leave(String sender) {
        bySender.computeIfPresent(sender, (key, here) -> here > 1 ? here - 1 : null);
    }

    private @Nullable Stop read(
            BoundedLineReader lines,
            IngestBatchTracker batch,
            EventIdGenerator ids,
            String source,
            Publisher publisher) {
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (lines.number() > MAX_LINES) {
                    return new Stop(lines.number(), Why.TOO_MANY_LINES);
                }
                if (!lines.blank(line) && !take(line, lines.number(), batch, ids, source, publisher)) {
                    return null;
                }
            }
        } catch (IOException e) {
            return new Stop(lines.number(), Why.CUT_OFF);
        }
        return lines.tooMuch() ? new Stop(lines.number(), Why.TOO_LARGE) : null;
    }

    private boolean take(
            byte[] line,
            int number,
            IngestBatchTracker batch,
            EventIdGenerator ids,
            String source,
            Publisher publisher) {
        DecodeResult outcome = reader.readPublished(line, ids.of(number, line), publisher);
        if (outcome instanceof RejectedRecord refused) {
            return batch.add(
                    number,
                    log.deadLetter(source + ":" + number, refused.reason(), refused.payload()),
                    new Problem(number, refused.reason(), refused.field(), refused.forbidden()));
        }
        return batch.add(number, log.publish(((DecodedEvent) outcome).event()), null);
    }
}
