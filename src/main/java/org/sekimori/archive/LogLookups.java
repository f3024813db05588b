package org.sekimori.archive;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sekimori.stream.IndexedLog;
import org.sekimori.stream.LogAccess;
import org.sekimori.stream.LogReplay;

/**
 * Looks decisions up on the log: by the index of decisions where it knows what is asked for, else from one end to the other. Each
 * search reads with a client of Kafka of its own, so few may search at a time; whoever comes too many is told.
 */
public final class LogLookups implements DecisionReader {

    private static final int MOST_AT_ONCE = 4;

    private final LogAccess log;
    private final Supplier<IndexedLog> indexed;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /**
     * Look-ups on a log.
     *
     * @param log for reading from one end to the other
     * @param indexed opens it for reading by the index
     */
    public LogLookups(LogAccess log, Supplier<IndexedLog> indexed) {
        this.log = log;
        this.indexed = indexed;
    }

    /** {@inheritDoc} By the index if that can tell, else over the whole log, which takes as long as the log is. */
    @Override
    public DecisionPage search(DecisionCriteria criteria) {
        if (criteria.named()) {
            try {
                return quickly(criteria);
            } catch (IndexBehindException e) {
                // It is found all the same, only later.
                return slowly(criteria);
            }
        }
        return slowly(criteria);
    }

    /**
     * By the index alone.
     *
     * @throws IndexBehindException if the index is not there, or behind
     * @throws ArchiveAwayException if the log cannot be read
     */
    public DecisionPage quickly(DecisionCriteria criteria) {
        return look(log -> new IndexedSearch(log).search(criteria));
    }

    /**
     * One decision with everything, by the index alone.
     *
     * @param name its reference however it is written, its id, or the id of its event; the newest is shown of several
     * @throws IndexBehindException if the index is not there, or behind
     * @throws ArchiveAwayException if the log cannot be read
     */
    public Optional<WholeDecision> find(String name) {
        return look(log -> new IndexedSearch(log).named(name).stream().findFirst());
    }

    /**
     * What somebody finds out about single records of the log.
     *
     * @throws IndexBehindException if the index is not there, or behind
     * @throws ArchiveAwayException if the log cannot be read
     */
    public <T> T look(Function<IndexedLog, T> question) {
        return inRoom(() -> {
            try (IndexedLog open = indexed.get()) {
                return question.apply(open);
            } catch (IndexedLog.BehindException e) {
                throw new IndexBehindException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private DecisionPage slowly(DecisionCriteria criteria) {
        return inRoom(() -> {
            try (LogReplay replay = new LogReplay(log)) {
                return new LogSearch(replay).search(criteria, count -> {});
            }
        });
    }

    private <T> T inRoom(Supplier<T> search) {
        if (!room.tryAcquire()) {
            throw new ArchiveAwayException(
                    "the log is being searched by " + MOST_AT_ONCE + " others; try again in a moment");
        }
        try {
            return search.get();
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
