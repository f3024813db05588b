package org.sekimori.geo;

/**
 * Age classes of a database. Networks move between countries: GeoLite2 of 2019 disagreed with that of 2026 over 6.7 % of random
 * addresses, and MaxMind's licence wants copies older than 30 days destroyed.
 */
public enum DatabaseFreshness {
    FRESH,
    /** From {@link #WARNING_DAYS} on: updates seem to have stopped. */
    WARNING,
    /** At least {@link #DEGRADED_DAYS} old, or without a build date. */
    DEGRADED;

    /** GeoLite2 is built twice a week, so this is several missed updates. */
    public static final int WARNING_DAYS = 14;

    public static final int DEGRADED_DAYS = 30;

    static DatabaseFreshness ofAge(long days) {
        return days >= DEGRADED_DAYS ? DEGRADED : days >= WARNING_DAYS ? WARNING : FRESH;
    }
}
