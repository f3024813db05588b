package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.habits.SendRun;

class SendRunTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    /** After messages so many minutes before noon, each to two recipients. */
    private static SendRun runAtNoon(int... minutesBefore) {
        Profile profile = Profile.NEW;
        for (int minutes : minutesBefore) {
            Instant time = NOON.minusSeconds(60L * minutes);
            profile = profile.accepted(
                    MailEventFixture.attempt("e" + minutes, time).to(2).event(), ZoneOffset.UTC, false);
        }
        return profile.at(NOON, ZoneOffset.UTC).sendRun();
    }

    @Test
    void beginsWithItsFirstMessageWhereMinutesAreKept() {
        assertThat(runAtNoon(50, 20, 10)).isEqualTo(new SendRun(NOON.minusSeconds(50 * 60), 3, 6));
    }

    @Test
    void beginsWithAHalfHourWhereMinutesAreNotKept() {
        assertThat(runAtNoon(100, 70, 40, 10)).isEqualTo(new SendRun(NOON.minusSeconds(120 * 60), 4, 8));
    }

    @Test
    void endsBackwardsAtAnEmptyHalfHour() {
        assertThat(runAtNoon(300, 70, 10)).isEqualTo(new SendRun(NOON.minusSeconds(10 * 60), 1, 2));
    }

    @Test
    void isEmptyWhenNothingWasSentLately() {
        assertThat(runAtNoon(300)).isEqualTo(new SendRun(NOON, 0, 0));
        assertThat(runAtNoon()).isEqualTo(new SendRun(NOON, 0, 0));
    }

    @Test
    void reachesBackADayAtMost() {
        int[] everyHalfHour = new int[60];
        for (int i = 0; i < everyHalfHour.length; i++) {
            everyHalfHour[i] = 30 * (everyHalfHour.length - i) - 15;
        }
        SendRun run = runAtNoon(everyHalfHour);

        assertThat(run.since()).isEqualTo(NOON.minusSeconds(47 * 1800));
        assertThat(run.messages()).isEqualTo(47);
    }

    @Test
    void leavesOutWhatTheServerGaveBack() {
        MailEventFixture refused =
                MailEventFixture.attempt("e1", NOON.minusSeconds(60)).to(2);
        Profile profile = Profile.NEW
                .accepted(refused.event(), ZoneOffset.UTC, false)
                .withReportedEvent(
                        refused.later(org.sekimori.mail.EventKind.REJECTED, "o1", 1)
                                .beforeQueue(),
                        ZoneOffset.UTC,
                        false);

        assertThat(profile.at(NOON, ZoneOffset.UTC).sendRun()).isEqualTo(new SendRun(NOON, 0, 0));
    }
}
