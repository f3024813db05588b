package org.sekimori.geo;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The files that the resolver uses, for health, gauges and the console.
 *
 * @param country the country database in use
 * @param asn the database of autonomous systems in use
 * @param relays the relay list; its path is null if none is configured
 * @param overrides the operator's overrides; the path is null if none are configured
 * @param anonymous the database of anonymisers and hosting, {@code geo.anonymous}; its path is null if none is configured
 * @param connection the database of connection types, {@code geo.connection}; likewise
 */
public record GeoStatus(
        Database country,
        Database asn,
        NetworkFile relays,
        NetworkFile overrides,
        Database anonymous,
        Database connection) {

    /**
     * A database in use.
     *
     * @param path the configured file; null without one
     * @param starter whether the starter database is in use, because no file is configured or it is not usable yet
     * @param type as in the metadata
     * @param built the day it was built (UTC)
     * @param loadedAt when it was loaded
     * @param lastError why the current file is not in use; null if it is
     */
    public record Database(
            @Nullable Path path,
            boolean starter,
            String type,
            @Nullable LocalDate built,
            Instant loadedAt,
            @Nullable String lastError) {

        /** Days from its build to the given day; 0 for a build in the future, -1 without a database. */
        public long ageDays(LocalDate today) {
            return built == null ? -1 : Math.max(0, ChronoUnit.DAYS.between(built, today));
        }

        /** How serious that age is. */
        public DatabaseFreshness freshness(LocalDate today) {
            return built == null ? DatabaseFreshness.DEGRADED : DatabaseFreshness.ofAge(ageDays(today));
        }
    }

    /**
     * A network list in use.
     *
     * @param path the configured file; null without one
     * @param entries number of its entries
     * @param loadedAt when it was loaded
     * @param lastError why the current file is not in use; null if it is
     */
    public record NetworkFile(
            @Nullable Path path,
            int entries,
            Instant loadedAt,
            @Nullable String lastError) {}
}
