package org.sekimori.api;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the API needs to be told.
 *
 * @param keys folder of {@code api-keys.yml} and {@code local.key}; made at the first start
 * @param patience how long a command may wait for the log before the caller is told that it is silent
 */
public record ApiSettings(Path keys, Duration patience) {

    /** Longer than a cluster takes to choose a new leader for a partition would keep callers waiting for nothing. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    public ApiSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("the API's patience must be positive, not " + patience);
        }
    }

    /** Keys in {@code <data>/keys}, and five seconds of patience. */
    public static ApiSettings under(Path data) {
        return new ApiSettings(data.resolve("keys"), PATIENCE);
    }
}
