package org.sekimori.stream.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.rulebook.UnusableRulebookException;

class StreamThreadFailureHandlerTest {

    private Instant now = Instant.parse("2026-06-01T09:00:00Z");
    private final List<Duration> pauses = new ArrayList<>();
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final StreamThreadFailureHandler deaths = new StreamThreadFailureHandler(clock, pauses::add);
    private final StreamsException cause =
            new StreamsException("task 0_1", new IllegalStateException("alice@isp.example is in the message"));

    @Test
    void rareDeathsNeverEndTheStepHoweverLongTheProcessLives() {
        for (int day = 0; day < 365; day++) {
            assertThat(deaths.handle(cause)).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofDays(1));
        }
        assertThat(deaths.end()).isNull();
        assertThat(deaths.count()).isEqualTo(365);
        assertThat(pauses).containsOnly(Duration.ZERO);
    }

    /** Such as a broker that is away for two days: each thread gives up after some minutes. */
    @Test
    void aLongOutageDoesNotEndTheStep() {
        for (int i = 0; i < 48 * 60; i++) {
            assertThat(deaths.handle(cause)).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(deaths.end()).isNull();
    }

    @Test
    void pausesGrowUpToTenSecondsAndBeginAnewAfterAQuietTime() {
        for (int i = 0; i < 12; i++) {
            deaths.handle(cause);
        }
        assertThat(pauses)
                .startsWith(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400))
                .endsWith(Duration.ofSeconds(10));
        now = now.plus(StreamThreadFailureHandler.WITHIN);
        deaths.handle(cause);
        assertThat(pauses).last().isEqualTo(Duration.ZERO);
    }

    @Test
    void deathsThatDoNotStopEndTheStepAndSayWhyWithoutWhatTheExceptionQuotes() {
        for (int i = 1; i < StreamThreadFailureHandler.MOST; i++) {
            assertThat(deaths.handle(cause)).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofSeconds(10));
        }
        assertThat(deaths.handle(cause)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(deaths.end())
                .contains("50 of its threads died within 15 minutes", "IllegalStateException", "restart the service")
                .doesNotContain("alice");
    }

    @Test
    void aRulebookThatCannotBeUsedIsNamedAsTheReason() {
        StreamsException unusable = new StreamsException(
                "task 0_1", new UnusableRulebookException("rulebook 9f2c is in force but does not compile", null));
        for (int i = 0; i < StreamThreadFailureHandler.MOST; i++) {
            deaths.handle(unusable);
        }
        assertThat(deaths.end()).contains("rulebook 9f2c is in force but does not compile");
    }
}
