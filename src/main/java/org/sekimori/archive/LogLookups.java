package org.sekimori.archive;

import java.util.concurrent.Semaphore;
import org.sekimori.stream.LogAccess;
import org.sekimori.stream.LogReplay;

/**
 * Looks decisions up on the log, with a client of Kafka of its own for each search. Reading costs a consumer and the network, so
 * that few may search at a time; whoever comes too many is told.
 */
public final class LogLookups implements DecisionReader {

    private static final int MOST_AT_ONCE = 2;

    private final LogAccess log;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    public LogLookups(LogAccess log) {
        this.log = log;
    }

    @Override
    public DecisionPage search(DecisionCriteria criteria) {
        if (!room.tryAcquire()) {
            throw new ArchiveAwayException(
                    "the log is being searched by " + MOST_AT_ONCE + " others; try again in a moment");
        }
        try (LogReplay replay = new LogReplay(log)) {
            return new LogSearch(replay).search(criteria, count -> {});
        } catch (IllegalStateException e) {
            throw new ArchiveAwayException(String.valueOf(e.getMessage()), e);
        } finally {
            room.release();
        }
    }

    @Override
    public String place() {
        return "log";
    }
}
