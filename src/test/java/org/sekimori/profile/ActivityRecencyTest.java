package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.attempt;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** First submission of the local day, and the idle time before it. */
class ActivityRecencyTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId APIA = ZoneId.of("Pacific/Apia");

    private static Profile sent(Profile profile, ZoneId zone, String... times) {
        Profile changed = profile;
        for (String time : times) {
            changed = changed.accepted(attempt(time, Instant.parse(time)).event(), zone, false);
        }
        return changed;
    }

    private static ProfileView at(Profile profile, ZoneId zone, String time) {
        return profile.at(Instant.parse(time), zone);
    }

    @Test
    void dayBeginsAtMidnightInTheZone() {
        Profile profile = sent(Profile.NEW, TOKYO, "2026-03-01T14:59:59Z");

        assertThat(at(profile, TOKYO, "2026-03-01T14:59:59Z").sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isEqualTo(1);
        assertThat(at(profile, TOKYO, "2026-03-01T15:00:00Z").sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isZero();
        assertThat(at(profile, TOKYO, "2026-03-01T15:00:00Z").idleBeforeToday()).isEqualTo(1);
    }

    @Test
    void secondsAreCountedFromTheFirstSubmissionOfTheDay() {
        Profile profile =
                sent(Profile.NEW, TOKYO, "2026-03-01T01:00:00Z", "2026-03-02T01:00:00Z", "2026-03-02T01:00:30Z");
        ProfileView view = at(profile, TOKYO, "2026-03-02T01:10:00Z");

        assertThat(view.secondsSinceFirstToday()).isEqualTo(600);
        assertThat(view.idleBeforeToday()).isEqualTo(86_400);
    }

    @Test
    void accountThatNeverSentWasIdleForAlways() {
        assertThat(at(Profile.NEW, TOKYO, "2026-03-02T01:10:00Z").idleBeforeToday())
                .isEqualTo(ActivityRecency.ALWAYS);
        assertThat(at(sent(Profile.NEW, TOKYO, "2026-03-02T01:00:00Z"), TOKYO, "2026-03-02T01:10:00Z")
                        .idleBeforeToday())
                .isEqualTo(ActivityRecency.ALWAYS);
    }

    @Test
    void lateSubmissionOfTheDayMovesItsBeginning() {
        Profile profile =
                sent(Profile.NEW, TOKYO, "2026-03-01T01:00:00Z", "2026-03-02T01:00:00Z", "2026-03-02T00:30:00Z");
        ProfileView view = at(profile, TOKYO, "2026-03-02T01:10:00Z");

        assertThat(view.secondsSinceFirstToday()).isEqualTo(2400);
        assertThat(view.idleBeforeToday()).isEqualTo(86_400 - 1800);
    }

    @Test
    void lateSubmissionOfTheDayBeforeShortensTheIdleTime() {
        Profile profile =
                sent(Profile.NEW, TOKYO, "2026-03-01T01:00:00Z", "2026-03-02T01:00:00Z", "2026-03-01T14:00:00Z");

        assertThat(at(profile, TOKYO, "2026-03-02T01:10:00Z").idleBeforeToday()).isEqualTo(11 * 3600);
    }

    @Test
    void dayOf23HoursIsOneDay() {
        Profile profile = sent(Profile.NEW, BERLIN, "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z");

        assertThat(at(profile, BERLIN, "2026-03-29T21:59:59Z").sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isEqualTo(2);
        assertThat(at(profile, BERLIN, "2026-03-29T22:00:00Z").sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isZero();
    }

    /** There is no 30 December 2011 in Apia: the day after the 29th is the 31st. */
    @Test
    void skippedDayLiesBetweenTwoDays() {
        Profile profile = sent(Profile.NEW, APIA, "2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z");
        ProfileView view = at(profile, APIA, "2011-12-30T10:00:01Z");

        assertThat(view.sent(TimeWindow.TODAY, TrafficClass.ANY)).isEqualTo(1);
        assertThat(view.sent(TimeWindow.of("2d"), TrafficClass.ANY)).isEqualTo(1);
        assertThat(view.sent(TimeWindow.of("3d"), TrafficClass.ANY)).isEqualTo(2);
        assertThat(view.secondsSinceFirstToday()).isEqualTo(1);
    }

    @Test
    void changeOfZoneWestwardLosesNoMessage() {
        Profile profile = sent(Profile.NEW, TOKYO, "2026-03-01T16:00:00Z");
        profile = sent(profile, BERLIN, "2026-03-01T17:00:00Z", "2026-03-02T08:00:00Z");
        ProfileView view = at(profile, BERLIN, "2026-03-02T08:00:00Z");

        assertThat(view.sent(TimeWindow.TODAY, TrafficClass.ANY)).isEqualTo(2);
        assertThat(view.sent(TimeWindow.of("2d"), TrafficClass.ANY)).isEqualTo(3);
    }
}
