package org.sekimori.archive.lookup;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sekimori.stream.LogClientSettings;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.lookup.IndexedLogReader;

/**
 * Looks decisions up on the log: by the index of decisions where it knows what is asked for, else from one end to the other. Each
 * search reads with a client of Kafka of its own, so few may search at a time; whoever comes too many is told.
 */
public final class LogDecisionRepository implements DecisionRepository {

    private static final int MOST_AT_ONCE = 4;

    private final LogClientSettings log;
    private final Supplier<IndexedLogReader> indexed;
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

    /**
     * Look-ups on a log.
     *
     * @param log for reading from one end to the other
     * @param indexed opens it for reading by the index
     */
    public LogDecisionRepository(LogClientSettings log, Supplier<IndexedLogReader> indexed) {
        this.log = log;
        this.indexed = indexed;
    }

    /** {@inheritDoc} By the index if that can tell, else over the whole log, which takes as long as the log is. */
    @Override
    public DecisionPage search(DecisionCriteria criteria) {
        if (criteria.named()) {
            try {
                return searchIndexed(criteria);
            } catch (LogIndexBehindException e) {
                // It is found all the same, only later.
                return slowly(criteria);
            }
        }
        return slowly(criteria);
    }

    /**
     * By the index alone.
     *
     * @throws LogIndexBehindException if the index is not there, or behind
     * @throws ArchiveUnavailableException if the log cannot be read
     */
    public DecisionPage searchIndexed(DecisionCriteria criteria) {
        return withIndex(log -> new IndexedLogSearch(log).search(criteria));
    }

    /**
     * One decision with everything, by the index alone.
     *
     * @param name its reference however it is written, its id, or the id of its event; the newest is shown of several
     * @throws LogIndexBehindException if the index is not there, or behind
     * @throws ArchiveUnavailableException if the log cannot be read
     */
    public Optional<DecisionDetails> find(String name) {
        return withIndex(log -> new IndexedLogSearch(log).named(name).stream().findFirst());
    }

    /**
     * What somebody finds out about single records of the log.
     *
     * @throws LogIndexBehindException if the index is not there, or behind
     * @throws ArchiveUnavailableException if the log cannot be read
     */
    public <T> T withIndex(Function<IndexedLogReader, T> question) {
        return inRoom(() -> {
            try (IndexedLogReader open = indexed.get()) {
                return question.apply(open);
            } catch (IndexedLogReader.BehindException e) {
                throw new LogIndexBehindException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private DecisionPage slowly(DecisionCriteria criteria) {
        return inRoom(() -> {
            try (LogReplay replay = new LogReplay(log)) {
                return new LogScanSearch(replay).search(criteria, count -> {});
            }
        });
    }

    private <T> T inRoom(Supplier<T> search) {
        if (!permits.tryAcquire()) {
            throw new ArchiveUnavailableException(
                    "the log is being searched by " + MOST_AT_ONCE + " others; try again in a moment");
        }
        try {
            return search.get();
        } catch (IllegalStateException e) {
            throw new ArchiveUnavailableException(String.valueOf(e.getMessage()), e);
        } finally {
            permits.release();
        }
    }

    @Override
    public String source() {
        return "log";
    }
}
