package org.sekimori.follow.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.sekimori.engine.LogEntry;
import org.sekimori.follow.AskedMessages;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableRecordException;

/** Fills the registry from the log, with what was asked before this process started and stands in lines that are not read yet. */
final class AskedMessageLoader {

    private static final Duration MOST = Duration.ofDays(2);

    private final LogClientSettings log;
    private final AskedMessageRegistry registry;
    private final Clock clock;

    AskedMessageLoader(LogClientSettings log, AskedMessageRegistry registry, Clock clock) {
        this.log = log;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Makes the registry reach back to before a line, but for two days at most.
     *
     * @param lastLine time of the last line that a follower has read; {@link Instant#EPOCH} if it has read none
     * @throws IllegalStateException if the log cannot be read
     */
    synchronized void reachBackTo(Instant lastLine) {
        Instant now = clock.instant();
        Instant earliest = now.minus(MOST);
        Instant wanted = lastLine.equals(Instant.EPOCH) ? now : lastLine;
        Instant from = (wanted.isBefore(earliest) ? earliest : wanted).minus(AskedMessages.NEAR);
        if (!from.isBefore(registry.since())) {
            return;
        }
        try (LogReplay replay = new LogReplay(log)) {
            replay.eventRecords(from, null, record -> read(record.value()), count -> {});
        }
        registry.reachesBackTo(from);
    }

    private void read(byte[] value) {
        try {
            if (EntryJson.read(value) instanceof LogEntry.Mail mail) {
                registry.record(mail.event());
            }
        } catch (UnreadableRecordException e) {
            // The step made it a dead letter, so that it is no attempt.
            return;
        }
    }
}
