package org.sekimori.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.sekimori.geo.GeoStatus;
import org.sekimori.geo.OriginResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks now and then whether the GeoIP files have changed, says so, and shows their age. */
class GeoPoll {

    private static final Logger log = LoggerFactory.getLogger(GeoPoll.class);

    private final OriginResolver origins;
    private GeoStatus last;

    GeoPoll(OriginResolver origins, MeterRegistry registry, Clock clock) {
        this.origins = origins;
        this.last = origins.status();
        Gauge.builder("sekimori.geo.database.age", origins, o -> o.status()
                        .country()
                        .ageDays(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .description("Age of the country database")
                .baseUnit("days")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${sekimori.geo.poll:5s}")
    void poll() {
        origins.poll();
        GeoStatus now = origins.status();
        if (!now.equals(last)) {
            log.info("GeoIP sources changed: {}", now);
            last = now;
        }
    }
}
