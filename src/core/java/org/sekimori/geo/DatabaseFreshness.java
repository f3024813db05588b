package org.sekimori.geo;

/**
 * How old a database is. Networks move between countries: GeoLite2 of 2019 disagreed with that of 2026 over 6.7 % of random
 * addresses, and MaxMind's licence wants copies older than 30 days destroyed.
 */
public enum DatabaseFreshness {
    FRESH,
    /** From {@link #WARNING_DAYS} on: updates seem to have stopped. */
    WARNING,
    /** From {@link #DEGRADED_DAYS} on, or there is no build date at all. */
    DEGRADED;

    /** GeoLite2 is built twice a week, so this is several missed updates. */
    public static final int WARNING_DAYS = 14;

    public static final int DEGRADED_DAYS = 30;

    static DatabaseFreshness ofAge(long days) {
        return days >= DEGRADED_DAYS ? DEGRADED : days >= WARNING_DAYS ? WARNING : FRESH;
    }
}
