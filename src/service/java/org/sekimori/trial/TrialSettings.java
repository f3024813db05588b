package org.sekimori.trial;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of rulebook trials.
 *
 * @param deadline of a child process, 5 s to 10 min
 * @param isolation whether rulebooks are tried at all where the system can cut off neither network nor files
 * @param accepted file of passed rulebooks; null: each is tried whenever it is offered
 * @param background whether other work here has priority
 */
public record TrialSettings(
        Duration deadline,
        IsolationLevel isolation,
        @Nullable Path accepted,
        boolean background) {

    /** Enough for ten times the shipped rulebook on a slow machine. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Shortest deadline. */
    public static final Duration LEAST = Duration.ofSeconds(5);

    /** Longest deadline. */
    public static final Duration MOST = Duration.ofMinutes(10);

    /** Required isolation. */
    public enum IsolationLevel {
        /** Network and files must be cut off by the kernel, or no new rulebook is accepted. */
        REQUIRED,
        /** The strongest means that works here. */
        BEST_EFFORT
    }

    public TrialSettings {
        if (deadline.compareTo(LEAST) < 0 || deadline.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("the deadline of a trial must be from " + LEAST.toSeconds() + " s to "
                    + MOST.toSeconds() + " s, not " + deadline.toSeconds() + " s");
        }
    }
}
