package org.sekimori.profile.habits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Origin;

/**
 * A distance and the time that there was for it.
 *
 * @param km kilometres that are certain, see {@link Origin.Location#distanceTo}
 * @param seconds between the two, of either order; at least a minute, since servers' clocks differ
 */
public record Travel(double km, long seconds) {

    private static final long LEAST_SECONDS = 60;
    private static final double SECONDS_PER_HOUR = 3600;

    /** From an earlier place to an origin; null if either place is unknown. */
    public static @Nullable Travel between(LastPlaces.@Nullable Visit before, Origin origin, Instant now) {
        Origin.Location here = origin.location();
        return before == null || here == null
                ? null
                : new Travel(
                        before.distanceTo(here),
                        Math.max(LEAST_SECONDS, Math.abs(now.getEpochSecond() - before.second())));
    }

    /** Kilometres per hour. */
    public double speed() {
        return km * SECONDS_PER_HOUR / seconds;
    }
}
