package org.sekimori.grants;

import java.time.Duration;

/**
 * Limits of grants; set per domain in {@code policy.yml}.
 *
 * @param length longest time from a grant's beginning, or from its extension, to its end
 * @param ahead how far in the future a grant may begin
 * @param most how many grants that have not ended an account may have
 */
public record GrantPolicy(Duration length, Duration ahead, int most) {

    /** One week, at most 60 days ahead, 16 at once. */
    public static final GrantPolicy DEFAULT = new GrantPolicy(Duration.ofDays(7), Duration.ofDays(60), 16);

    public GrantPolicy {
        if (length.isNegative() || length.isZero() || ahead.isNegative() || most < 1 || most > 32) {
            throw new IllegalArgumentException(
                    "grant terms need a positive length, a 'days ahead' of at least 0 and a number from 1 to 32");
        }
    }
}
