package org.sekimori.api.health;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.sekimori.geo.DatabaseFreshness;
import org.sekimori.geo.GeoStatus;
import org.sekimori.geo.OriginResolver;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Age of the country database. {@code DEGRADED}, answered with 200, when it is stale: decisions continue, and taking the instance
 * out of service would make matters worse.
 */
@Component("geo")
public class GeoDatabaseHealth implements HealthIndicator {

    private final OriginResolver origins;
    private final Clock clock;

    GeoDatabaseHealth(OriginResolver origins, Clock clock) {
        this.origins = origins;
        this.clock = clock;
    }

    @Override
    public Health health() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        GeoStatus status = origins.status();
        GeoStatus.Database country = status.country();
        DatabaseFreshness freshness = country.freshness(today);
        Health.Builder health = new Health.Builder();
        describe(health, "country", country, today);
        describe(health, "asn", status.asn(), today);
        describeIfConfigured(health, "anonymous", status.anonymous(), today);
        describeIfConfigured(health, "connection", status.connection(), today);
        problem(health, "relays", status.relays());
        problem(health, "overrides", status.overrides());
        return (freshness == DatabaseFreshness.DEGRADED ? health.status(freshness.name()) : health.up()).build();
    }

    private static void problem(Health.Builder health, String name, GeoStatus.NetworkFile file) {
        if (file.lastError() != null) {
            health.withDetail(name + "_problem", file.lastError());
        }
    }

    /** None ships: what nobody configured is not missing. */
    private static void describeIfConfigured(
            Health.Builder health, String name, GeoStatus.Database database, LocalDate today) {
        if (database.path() != null) {
            describe(health, name, database, today);
        }
    }

    private static void describe(Health.Builder health, String name, GeoStatus.Database database, LocalDate today) {
        health.withDetail(name + "_type", database.type())
                .withDetail(name + "_starter", database.starter())
                .withDetail(name + "_built", String.valueOf(database.built()))
                .withDetail(name + "_age_days", database.ageDays(today))
                .withDetail(name + "_freshness", database.freshness(today).name());
        if (database.lastError() != null) {
            health.withDetail(name + "_problem", database.lastError());
        }
    }
}
