package org.sekimori.follow.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LineCounts;
import org.sekimori.follow.source.LogSource;

/**
 * How a follower is.
 *
 * @param name of the follower
 * @param source what it reads, in words
 * @param state what it does
 * @param since when it began to do so
 * @param problem why it does not follow; empty if it does
 * @param lag how much it has not read
 * @param lagSeconds age of the last line read while others wait; 0 at the end
 * @param counts lines since this instance started
 * @param samples masked lines that were not understood
 * @param unreadLines lines that were not read, of hosts beyond those that one log may have
 * @param open messages whose outcomes are not complete
 * @param lastGap when lines may have been lost the last time; null: never
 * @param strange whether more than a tenth of the last lines was not understood
 */
public record FollowerStatus(
        String name,
        String source,
        State state,
        Instant since,
        String problem,
        LogSource.Lag lag,
        long lagSeconds,
        LineCounts counts,
        List<String> samples,
        long unreadLines,
        int open,
        @Nullable Instant lastGap,
        boolean strange) {

    /** What a follower does. */
    public enum State {
        STARTING("starting"),
        FOLLOWING("follows"),
        CATCHING_UP("catches up"),
        /** The log of decisions does not take events; nothing is lost, the follower waits. */
        LOG_AWAY("waits for Kafka"),
        /** The source cannot be read now, such as a file that is not there. */
        SOURCE_AWAY("waits for its source");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }

    /** Whether somebody should look. */
    public boolean good() {
        return problem.isEmpty() && !strange && unreadLines == 0 && lagSeconds < 300;
    }
}
