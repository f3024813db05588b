package org.sekimori.stream.request;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.sekimori.stream.request.PartitionCircuitBreaker.RequestMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Availability of the log, for each partition of {@code events}: one may be away while others answer, when its leader or its
 * stream thread is. A request's number contains its partition, so that late replies are still attributed. Thread-safe.
 */
final class LogAvailability {

    private static final Logger logger = LoggerFactory.getLogger(LogAvailability.class);

    /** Low bits of a request's number that are its partition: twice as many as our topics may have. */
    private static final int PARTITION_BITS = 10;

    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final PartitionCircuitBreaker[] partitions;
    private final AtomicLong questions = new AtomicLong();
    private final AtomicInteger unresponsive = new AtomicInteger();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile long silentSince = System.nanoTime() - BETWEEN.toNanos();

    /** @param partitions of {@code events} */
    LogAvailability(int partitions) {
        this.partitions = IntStream.range(0, Math.min(partitions, 1 << PARTITION_BITS))
                .mapToObj(i -> new PartitionCircuitBreaker())
                .toArray(PartitionCircuitBreaker[]::new);
    }

    /** A new number for a question about the account with this key; larger than those before it. */
    long question(byte[] key) {
        // Where the producer puts it. On more partitions than there are numbers for, some are judged together.
        int partition = Utils.toPositive(Utils.murmur2(key)) % partitions.length;
        return questions.incrementAndGet() << PARTITION_BITS | partition;
    }

    /** How an endpoint's request is to be sent; see {@link PartitionCircuitBreaker#next}. */
    RequestMode next(long question, Duration patience) {
        return of(question).next(patience, System.nanoTime());
    }

    /** A request with a reply address was sent. */
    void requestSent(long question) {
        of(question).requestSent(question, System.nanoTime());
    }

    private PartitionCircuitBreaker of(long question) {
        return partitions[(int) (question & ((1 << PARTITION_BITS) - 1)) % partitions.length];
    }

    void replied(long question) {
        if (of(question).replied(question) && unresponsive.decrementAndGet() == 0 && told.compareAndSet(true, false)) {
            logger.warn("The log answers again, after {} s", silence().toSeconds());
        }
    }

    void timedOut(long question) {
        if (!of(question).timedOut(question) || unresponsive.getAndIncrement() != 0) {
            return;
        }
        long now = System.nanoTime();
        // Frequent changes are logged now and then.
        if (now - silentSince > BETWEEN.toNanos() && told.compareAndSet(false, true)) {
            logger.warn(
                    "The log does not answer in time; until it does, synchronous endpoints answer at once by their fallback");
        }
        silentSince = now;
    }

    /** Partitions that are silent. */
    int unresponsive() {
        return unresponsive.get();
    }

    /** For how long there has been a silent partition; meaningless without one. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - silentSince);
    }
}
