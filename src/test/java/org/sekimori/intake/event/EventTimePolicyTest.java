package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.intake.event.EventReaderFixture.NOW;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** At which time an event counts whose server's clock is wrong, or which was long under way. */
class EventTimePolicyTest {

    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final Duration JST = Duration.ofHours(9);

    private final ClockSkewMonitor clocks = new ClockSkewMonitor();

    private MailEvent read(EventKind kind, Duration behind, Instant arrival, Duration lateAfter, String more) {
        EventReader reader = new EventReader(
                LoginNormalizer.PLAIN,
                EventReaderFixture.HASHER,
                EventReaderFixture.ORIGINS,
                event -> {},
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                lateAfter,
                clocks,
                null,
                PublisherRegistry.ofThisMachine(Clock.systemUTC()));
        String json = "{\"time\":\"" + arrival.minus(behind) + "\",\"kind\":\"" + kind.word()
                + "\",\"account\":\"alice@isp.example\",\"server\":\"mx2\",\"recipient_count\":1" + more + "}";
        return ((DecodedEvent) reader.read(json.getBytes(StandardCharsets.UTF_8), "p", arrival)).event();
    }

    private MailEvent read(EventKind kind, Duration behind) {
        return read(kind, behind, NOW, EventTimePolicy.CLOCKS, "");
    }

    private static String queue(int number) {
        return ",\"queue_id\":\"4jZ3RH" + number + "\"";
    }

    @Test
    void aQueuedMessageOfALogThatIsReadLateCountsWhenItWasQueued() {
        MailEvent event = read(EventKind.ATTEMPT, JST, NOW, EventTimePolicy.CLOCKS, ",\"after_queue\":true");

        assertThat(event.afterQueue()).isTrue();
        assertThat(event.time()).isEqualTo(NOW.minus(JST));
        assertThat(event.reportedTime()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ATTEMPT",
                "ACCEPTED",
                "DEFERRED",
                "REJECTED",
                "RATE_LIMITED",
                "BOUNCED",
                "COMPLAINT",
                "AUTH_FAILED",
                "AUTH_SUCCEEDED"
            })
    void whatIsNineHoursLateCountsAtItsArrivalAndKeepsWhatItsServerSaid(EventKind kind) {
        MailEvent event = read(kind, JST);

        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.reportedTime()).isEqualTo(NOW.minus(JST));
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSWORD_CHANGED", "ACCOUNT_CLOSED", "ACCOUNT_RENAMED"})
    void whatEndsSuspicionNeverCountsLaterThanItsServerSaid(EventKind kind) {
        MailEvent event = read(kind, JST);

        assertThat(event.time()).isEqualTo(NOW.minus(JST));
        assertThat(event.reportedTime()).isNull();
    }

    @Test
    void importedPastCountsWhereItBelongs() {
        MailEvent event =
                read(EventKind.ATTEMPT, Duration.ofDays(300), NOW, EventTimePolicy.CLOCKS, ",\"history\":true");

        assertThat(event.time()).isEqualTo(NOW.minus(Duration.ofDays(300)));
        assertThat(event.reportedTime()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT4M", "PT5M", "PT-0.5S"})
    void whatIsAsLateAsClocksAreCountsWhereItsServerSays(Duration behind) {
        assertThat(read(EventKind.ATTEMPT, behind).time()).isEqualTo(NOW.minus(behind));
        assertThat(read(EventKind.REJECTED, behind).time()).isEqualTo(NOW.minus(behind));
    }

    @ParameterizedTest
    @CsvSource({"PT-2S", "PT-4M59S"})
    void nothingHappensAfterItsArrival(Duration behind) {
        for (EventKind kind : new EventKind[] {EventKind.ATTEMPT, EventKind.BOUNCED, EventKind.PASSWORD_CHANGED}) {
            assertThat(read(kind, behind).time()).isEqualTo(NOW);
            assertThat(read(kind, behind).reportedTime()).isEqualTo(NOW.minus(behind));
        }
    }

    @Test
    void theBoundIsASettingForAttemptsAndOutcomesStillFindTheirs() {
        Duration hour = Duration.ofHours(1);

        assertThat(read(EventKind.ATTEMPT, Duration.ofMinutes(40), NOW, hour, "")
                        .reportedTime())
                .isNull();
        assertThat(read(EventKind.REJECTED, Duration.ofMinutes(40), NOW, hour, "")
                        .time())
                .isEqualTo(NOW);
        assertThat(read(EventKind.REJECTED, Duration.ofMinutes(2), NOW, Duration.ofMinutes(1), "")
                        .time())
                .isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"PT9H", "PT59M", "PT30M", "PT6M", "PT-4M", "PT240H"})
    void attemptsThroughAServerWithAWrongClockDoNotEscapeTheHoursLimit(Duration behind) {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 50; i++) {
            Instant at = NOW.plusSeconds(60L * i);
            profile = profile.accepted(
                    read(EventKind.ATTEMPT, Duration.ZERO, at, EventTimePolicy.CLOCKS, queue(i)), ZONE, false);
            profile = profile.accepted(
                    read(EventKind.ATTEMPT, behind, at, EventTimePolicy.CLOCKS, queue(100 + i)), ZONE, false);
        }

        assertThat(profile.at(NOW.plusSeconds(60 * 49), ZONE).sent(TimeWindow.HOUR, TrafficClass.ANY))
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"PT9H", "PT5H30M", "PT6M", "PT4M", "PT-4M59S"})
    void outcomesOfAServerWithAWrongClockFindTheirSubmission(Duration behind) {
        Profile profile = Profile.NEW.accepted(
                read(EventKind.ATTEMPT, Duration.ZERO, NOW, EventTimePolicy.CLOCKS, queue(1)), ZONE, false);
        MailEvent refused = read(
                EventKind.REJECTED,
                behind,
                NOW.plusSeconds(2),
                EventTimePolicy.CLOCKS,
                queue(1) + ",\"before_queue\":true");

        assertThat(profile.withReportedEvent(refused, ZONE, false)
                        .at(NOW, ZONE)
                        .sent(TimeWindow.HOUR, TrafficClass.ANY))
                .isZero();
    }

    @Test
    void aTimeThatIsRefusedStillShowsTheServersClock() {
        for (int i = 0; i < 3; i++) {
            @Nullable
            String refused = EventReaderFixture.reason(new EventReader(
                            LoginNormalizer.PLAIN,
                            EventReaderFixture.HASHER,
                            EventReaderFixture.ORIGINS,
                            event -> {},
                            Clock.systemUTC(),
                            EventTimePolicy.CLOCKS,
                            clocks,
                            null,
                            PublisherRegistry.ofThisMachine(Clock.systemUTC()))
                    .read(
                            ("{\"server\":\"mx2\",\"kind\":\"accepted\",\"account\":\"alice\",\"time\":\""
                                            + NOW.plus(JST) + "\"}")
                                    .getBytes(StandardCharsets.UTF_8),
                            "p",
                            NOW));
            assertThat(refused).contains("more than 5 minutes ahead");
        }

        assertThat(clocks.skewed()).singleElement().satisfies(skew -> assertThat(skew.behind())
                .isEqualTo(JST.negated()));
    }
}
