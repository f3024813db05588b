package org.sekimori.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled with each failure in a row, up to a limit.
 *
 * @param first limit of the wait after the first failure, above zero
 * @param longest limit of every wait, at least {@code first}
 */
public record ExponentialBackoff(Duration first, Duration longest) {

    /** More doublings than this would overflow; every limit in use is reached before. */
    private static final int MOST_DOUBLINGS = 20;

    public ExponentialBackoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff grows from a positive time");
        }
    }

    /**
     * The wait without jitter, for one who waits alone.
     *
     * @param failures in a row, at least 1
     */
    public Duration limit(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        return Duration.ofMillis(Math.min(doubled, longest.toMillis()));
    }

    /**
     * A wait in the upper half of {@link #limit}, so that many who failed at once do not come back at once.
     *
     * @param failures in a row, at least 1
     */
    public Duration jittered(int failures, RandomGenerator random) {
        long full = limit(failures).toMillis();
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
