package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.ExponentialBackoff;

/**
 * When to try a notice again: exponential backoff with jitter, bounded in number and time.
 *
 * @param first about so long after the first failure
 * @param longest never longer, unless the other side asks for it
 * @param attempts most attempts, at least 1
 * @param within no attempt later than this after the first
 */
public record NoticeRetryPolicy(Duration first, Duration longest, int attempts, Duration within) {

    /** From half a minute to an hour, at most 30 times within a day. */
    public static final NoticeRetryPolicy DEFAULT =
            new NoticeRetryPolicy(Duration.ofSeconds(30), Duration.ofHours(1), 30, Duration.ofDays(1));

    public NoticeRetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || attempts < 1) {
            throw new IllegalArgumentException("a backoff grows from a positive time, and tries at least once");
        }
    }

    /** The delay after a number of failures in a row, at least 1. */
    Duration after(int failures, RandomGenerator random) {
        return new ExponentialBackoff(first, longest).jittered(failures, random);
    }

    /**
     * Time of the next attempt.
     *
     * @param tried attempts so far
     * @param since time of the first one
     * @param asked delay requested by the receiver; null without one
     * @return null to give up
     */
    @Nullable
    Instant next(int tried, Instant since, Instant now, @Nullable Duration asked, RandomGenerator random) {
        Duration own = after(tried, random);
        Instant next = now.plus(asked != null && asked.compareTo(own) > 0 ? asked : own);
        return tried >= attempts || next.isAfter(since.plus(within)) ? null : next;
    }
}
