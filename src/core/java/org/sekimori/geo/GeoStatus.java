package org.sekimori.geo;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the resolver works with, for health, gauges and the console.
 *
 * @param country the country database in force
 * @param asn the database of autonomous systems in force
 * @param relays the relay list; its path is null if none is configured
 * @param overrides the operator's overrides; the path is null if none are configured
 */
public record GeoStatus(Database country, Database asn, NetworkFile relays, NetworkFile overrides) {

    /**
     * A database in force.
     *
     * @param path the configured file, null if none is
     * @param starter whether the starter database is in force, because no file is configured or it cannot be used yet
     * @param type as the metadata gives it
     * @param built the day it was built (UTC)
     * @param loadedAt when it was put in force
     * @param lastError why the file as it is now is not in force, null if it is
     */
    public record Database(
            @Nullable Path path,
            boolean starter,
            String type,
            @Nullable LocalDate built,
            Instant loadedAt,
            @Nullable String lastError) {

        /** Days from its build to the given day, 0 for a build in the future, -1 if there is no database. */
        public long ageDays(LocalDate today) {
            return built == null ? -1 : Math.max(0, ChronoUnit.DAYS.between(built, today));
        }

        /** How serious that age is. */
        public DatabaseFreshness freshness(LocalDate today) {
            return built == null ? DatabaseFreshness.DEGRADED : DatabaseFreshness.ofAge(ageDays(today));
        }
    }

    /**
     * A list of networks in force.
     *
     * @param path the configured file, null if none is
     * @param entries how many entries are in force
     * @param loadedAt when it was put in force
     * @param lastError why the file as it is now is not in force, null if it is
     */
    public record NetworkFile(
            @Nullable Path path,
            int entries,
            Instant loadedAt,
            @Nullable String lastError) {}
}
