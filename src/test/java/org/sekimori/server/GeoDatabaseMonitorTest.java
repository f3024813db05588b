package org.sekimori.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GatewayEventFixture;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.slf4j.LoggerFactory;

/** What an operator learns about the GeoIP files without asking. */
class GeoDatabaseMonitorTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayDetector gateways = new GatewayDetector();
    private final Day clock = new Day();
    private final OriginResolver origins = OriginResolver.open(GeoFiles.NONE, clock);
    private final GeoDatabaseMonitor poll = new GeoDatabaseMonitor(origins, gateways, registry, clock);
    private final LocalDate built =
            Objects.requireNonNull(origins.status().country().built());

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void today() {
        clock.today = built;
        log.start();
        logger().addAppender(log);
        logger().setLevel(Level.WARN);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(GeoDatabaseMonitor.class);
    }

    private double age() {
        return registry.get("sekimori.geo.database.age")
                .tag("database", "country")
                .gauge()
                .value();
    }

    private void pollOn(long day) {
        clock.today = built.plusDays(day);
        poll.poll();
    }

    @Test
    void theAgeOfTheDatabaseIsAGaugeInDays() {
        assertThat(age()).isZero();

        pollOn(17);
        assertThat(age()).isEqualTo(17);
    }

    @Test
    void aFreshDatabaseIsNotMentioned() {
        pollOn(0);
        pollOn(13);

        assertThat(log.list).isEmpty();
    }

    /** It is as old as the release. A newcomer's first line is not a warning about it. */
    @Test
    void theDatabaseThatShipsWithTheProgramIsMentionedOnceAndWarnsNobody() {
        logger().setLevel(Level.INFO);
        for (int day = 0; day <= 400; day += 10) {
            pollOn(day);
            pollOn(day);
        }

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        country -> assertThat(country)
                                .contains("The country database that ships with Sekimori")
                                .contains("geo refresh"),
                        asn -> assertThat(asn).contains("The ASN database"));
    }

    @Test
    void forAFileOfTheOperatorsOwnTheLogWarnsOnceAtFourteenDaysAndOnceAtThirty(@TempDir Path dir) throws IOException {
        Path own = dir.resolve("own.mmdb");
        try (InputStream shipped = OriginResolver.class.getResourceAsStream("starter-country.mmdb")) {
            Files.copy(Objects.requireNonNull(shipped), own);
        }
        OriginResolver named = OriginResolver.open(new GeoFiles(own, null, null, null), clock);
        GeoDatabaseMonitor polled = new GeoDatabaseMonitor(named, gateways, new SimpleMeterRegistry(), clock);
        for (int day = 0; day <= 40; day++) {
            clock.today = built.plusDays(day);
            polled.poll();
            polled.poll();
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains(own + " is 14 days old")
                                .contains("geo refresh"),
                        second -> assertThat(second).contains(" 30 days old"));
    }

    @Test
    void theAgeOfTheDatabaseOfSystemsIsAGaugeToo() {
        pollOn(3);

        assertThat(registry.get("sekimori.geo.database.age")
                        .tag("database", "asn")
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    @Test
    void thePartOfAccountsBehindAGatewayIsAGauge() {
        for (int i = 0; i < 20; i++) {
            gateways.record(GatewayEventFixture.submission(i, i < 15 ? "172.18.0.1" : "172.18.0." + (10 + i)));
        }

        assertThat(registry.get("sekimori.geo.gateway.share").gauge().value()).isEqualTo(0.75);
    }

    private static final class Day extends Clock {

        private LocalDate today = LocalDate.EPOCH;

        @Override
        public Instant instant() {
            return today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofHours(5));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
