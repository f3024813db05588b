package org.sekimori.follow.delivery;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.LogEventJson;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;
import org.sekimori.stream.request.EventLog;

/** Passes events from logs through the intake to the log, with the rights of a follower. Used by one thread. */
final class EventDelivery {

    /** Most dead letters a second: a log full of odd log-ins must not fill the topic; the others are counted. */
    private static final int MOST_DEAD_LETTERS = 100;

    private final EventReader reader;
    private final EventLog log;
    private final Publisher publisher;
    private final FollowerMeters meters;
    private final String source;
    private long second;
    private int deadLetters;

    /**
     * An event on its way.
     *
     * @param host the server's name where the event has none
     * @param arrival when its line was there
     */
    record PendingEvent(LogEvent event, String host, Instant arrival) {}

    EventDelivery(String name, EventReader reader, EventLog log, FollowerMeters meters) {
        this.reader = reader;
        this.log = log;
        this.publisher = Publisher.follower(name);
        this.meters = meters;
        this.source = publisher.id();
    }

    /** Sends an event; completes when the log has it, as itself or as a dead letter. */
    CompletableFuture<Void> send(PendingEvent pending) {
        byte[] json = LogEventJson.write(pending.event(), pending.host());
        DecodeResult outcome = reader.readFollowed(json, pending.arrival(), publisher);
        if (outcome instanceof RejectedRecord refused) {
            return refused(pending, refused);
        }
        return log.publish(((DecodedEvent) outcome).event())
                .thenRun(() -> meters.delivered(pending.event().kind()));
    }

    private CompletableFuture<Void> refused(PendingEvent pending, RejectedRecord refused) {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        deadLetters = now == second ? deadLetters + 1 : 1;
        second = now;
        if (deadLetters > MOST_DEAD_LETTERS) {
            meters.dropped();
            return CompletableFuture.completedFuture(null);
        }
        return log.deadLetter(source + ":" + pending.event().id(), refused.reason(), refused.payload())
                .thenRun(meters::refused);
    }
}
