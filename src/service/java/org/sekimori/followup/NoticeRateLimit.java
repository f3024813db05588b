package org.sekimori.followup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Rate limit of notices within a sliding hour; some places are reserved for digests. */
final class NoticeRateLimit {

    private static final Duration HOUR = Duration.ofHours(1);

    private final int most;
    private final int kept;
    private final Deque<Instant> taken = new ArrayDeque<>();

    /**
     * @param most in any hour
     * @param kept of them, places that only digests take
     */
    NoticeRateLimit(int most, int kept) {
        this.most = most;
        this.kept = kept;
    }

    /** Places for single notices. */
    int remaining(Instant now) {
        return Math.max(0, most - kept - used(now));
    }

    /** Places for digests. */
    int remainingForDigests(Instant now) {
        return Math.max(0, most - used(now));
    }

    private int used(Instant now) {
        // A future time comes from a wrong clock, and would occupy its place until then.
        taken.removeIf(one -> !one.isAfter(now.minus(HOUR)) || one.isAfter(now.plus(HOUR)));
        return taken.size();
    }

    void record(Instant now) {
        taken.addLast(now);
    }
}
