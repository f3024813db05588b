package org.sekimori.api.request;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the API.
 *
 * @param keys folder of {@code api-keys.yml} and {@code local.key}; created at the first start
 * @param commandTimeout how long a command waits for the log
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
