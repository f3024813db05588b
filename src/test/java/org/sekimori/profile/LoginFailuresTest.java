package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Origin;

/** Failed log-ins count in the windows in which everything else counts; {@link ProfilePropertyTest} has random histories. */
class LoginFailuresTest {

    private static final ZoneId ZONE = ZoneOffset.UTC;

    private Profile profile = Profile.NEW;

    private void failed(String... times) {
        for (String time : times) {
            profile = profile.withReportedEvent(
                    MailEventFixture.attempt("f" + time, at(time))
                            .kind(EventKind.AUTH_FAILED)
                            .from("198.51." + time.substring(3) + ".7", network(time))
                            .event(),
                    ZONE,
                    true);
        }
    }

    private static Origin network(String time) {
        return MailEventFixture.country("DE", "198.51." + time.substring(3) + ".0/24", 64500);
    }

    private void passwordChanged(String time) {
        profile = profile.withReportedEvent(
                MailEventFixture.attempt("p" + time, at(time))
                        .kind(EventKind.PASSWORD_CHANGED)
                        .event(),
                ZONE,
                false);
    }

    private long failures(String window, String now) {
        return profile.at(at(now), ZONE).failures(TimeWindow.of(window));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-06-01T" + time + ":00Z");
    }

    /** The border of a half hour of UTC lies between the failures and the question. */
    @ParameterizedTest
    @CsvSource({
        "10m, 10:01, 6",
        "10m, 10:04, 5",
        "10m, 10:08, 1",
        "10m, 10:09, 0",
        "3m, 10:01, 1",
        "1h, 10:53, 6",
        "1h, 10:58, 1",
        "1h, 10:59, 0",
        "90m, 10:59, 6",
        "90m, 11:00, 0",
        "24h, 23:59, 6"
    })
    void aWindowOfUpToAnHourIsExactToTheMinute(String window, String now, long expected) {
        failed("09:54", "09:55", "09:56", "09:57", "09:58", "09:59");

        assertThat(failures(window, now)).isEqualTo(expected);
    }

    /** A window that began in this half hour no longer counts what failed earlier in it. */
    @Test
    void failuresBeforeTheWindowInTheSameHalfHourDoNotCount() {
        failed("10:01", "10:02");

        assertThat(failures("10m", "10:25")).isZero();
        assertThat(failures("30m", "10:25")).isEqualTo(2);
    }

    @Test
    void aPasswordChangeThatIsHeardLateForgetsWhatFailedBeforeItAndKeepsTheRest() {
        failed("08:50", "10:01", "10:05", "10:20", "10:35");
        passwordChanged("10:05");

        assertThat(failures("24h", "10:40")).isEqualTo(2);
        assertThat(failures("1h", "10:40")).isEqualTo(2);
        assertThat(profile.at(at("10:40"), ZONE).failingNetworks(TimeWindow.DAY))
                .isEqualTo(2);
    }

    @Test
    void ofTheHalfHourOfAPasswordChangeNothingIsLeftOnceItsMinutesAreForgotten() {
        failed("08:20", "08:50", "10:35");
        passwordChanged("08:10");

        assertThat(failures("24h", "10:40")).isEqualTo(2);
    }

    @Test
    void daysAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> failures("1d", "10:00"))
                .withMessageContaining("up to 24h");
    }
}
