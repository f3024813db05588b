package org.sekimori.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.DatabaseFreshness;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GeoStatus;
import org.sekimori.geo.OriginResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Reloads changed GeoIP files, and reports changes and ages. */
class GeoDatabaseMonitor {

    private static final Logger log = LoggerFactory.getLogger(GeoDatabaseMonitor.class);

    private final OriginResolver origins;
    private final Clock clock;
    private final Map<String, DatabaseFreshness> mentioned = new HashMap<>();
    private GeoStatus last;

    GeoDatabaseMonitor(OriginResolver origins, GatewayDetector gateways, MeterRegistry registry, Clock clock) {
        this.origins = origins;
        this.clock = clock;
        this.last = origins.status();
        gaugeAge(registry, "country", GeoStatus::country);
        gaugeAge(registry, "asn", GeoStatus::asn);
        Gauge.builder("sekimori.geo.gateway.share", gateways, g -> g.sharedAddresses()
                        .share())
                .description("Part of the accounts that submitted last and share internal addresses")
                .register(registry);
    }

    private void gaugeAge(
            MeterRegistry registry, String name, Function<GeoStatus, GeoStatus.@Nullable Database> which) {
        Gauge.builder("sekimori.geo.database.age", origins, o -> {
                    GeoStatus.Database database = which.apply(o.status());
                    return database == null ? -1 : database.ageDays(today());
                })
                .description("Days since a GeoIP database was built, -1 if there is none")
                .tag("database", name)
                .baseUnit("days")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "#{'${sekimori.geo.poll:}'.isBlank() ? '5s' : '${sekimori.geo.poll:}'}")
    void poll() {
        origins.poll();
        GeoStatus now = origins.status();
        if (!now.equals(last)) {
            log.info("GeoIP sources changed: {}", now);
            last = now;
        }
        mentionAge("country", now.country());
        mentionAge("ASN", now.asn());
    }

    /**
     * Logs each age class once. The shipped databases age with the release, which is no neglect: that is logged once, at info.
     */
    private void mentionAge(String name, GeoStatus.Database database) {
        DatabaseFreshness freshness = database.freshness(today());
        DatabaseFreshness before = mentioned.put(name + database.starter(), freshness);
        if (before == freshness || freshness == DatabaseFreshness.FRESH) {
            return;
        }
        if (!database.starter()) {
            log.warn(
                    "The {} database {} is {} days old; from {} days health is degraded. Run './sekimori geo refresh', or let "
                            + "geoipupdate run (docs/geo.md)",
                    name,
                    database.path(),
                    database.ageDays(today()),
                    DatabaseFreshness.DEGRADED_DAYS);
        } else if (before == null || before == DatabaseFreshness.FRESH) {
            log.info(
                    "The {} database that ships with Sekimori is of {}; './sekimori geo refresh' fetches a newer one (docs/geo.md)",
                    name,
                    database.built());
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
