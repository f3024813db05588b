package org.sekimori.api.request;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the API needs to be told.
 *
 * @param keys folder of {@code api-keys.yml} and {@code local.key}; made at the first start
 * @param patience how long a command may wait for the log before the caller is told that it is silent
 */
public record ApiSettings(Path keys, Duration commandTimeout) {

    /** Longer than a cluster takes to choose a new leader for a partition would keep callers waiting for nothing. */
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(5);

    public ApiSettings {
        if (commandTimeout.isNegative() || commandTimeout.isZero()) {
            throw new IllegalArgumentException("the API's patience must be positive, not " + commandTimeout);
        }
    }

    /** Keys in {@code <data>/keys}, and five seconds of patience. */
    public static ApiSettings under(Path data) {
        return new ApiSettings(data.resolve("keys"), DEFAULT_COMMAND_TIMEOUT);
    }
}
