package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sekimori.profile.MailEventFixture.attempt;
import static org.sekimori.profile.MailEventFixture.people;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** Nothing is learned under suspicion, and the days under suspicion are no part of the baseline. */
class LearningFreezeTest {

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;

    private static Instant day(double days) {
        return START.plusSeconds((long) (days * 86_400));
    }

    private static MailEvent sent(String id, double days) {
        return attempt(id, day(days)).to(people("k1", 0, 20)).event();
    }

    private static MailEvent passwordChanged(double days) {
        return attempt("p" + days, day(days)).kind(EventKind.PASSWORD_CHANGED).event();
    }

    private static Profile sentDaily(int days) {
        Profile profile = Profile.NEW;
        for (int i = 0; i < days; i++) {
            profile = profile.accepted(sent("d" + i, i), ZONE, false);
        }
        return profile;
    }

    @Test
    void neitherNetworksNorRecipientsAreLearned() {
        Profile profile = Profile.NEW.withLearningFrozen(day(0), ZONE).accepted(sent("1", 1), ZONE, false);

        assertThat(profile.networks().established()).isFalse();
        assertThat(profile.recipients()).isEqualTo(KnownRecipients.NONE);
        assertThat(profile.at(day(1), ZONE).sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isEqualTo(1);
    }

    @Test
    void learningGoesOnAfterThreeDays() {
        Profile profile = Profile.NEW.withLearningFrozen(day(0), ZONE);

        assertThat(profile.at(day(2.99), ZONE).learningFrozen()).isTrue();
        assertThat(profile.at(day(3), ZONE).learningFrozen()).isFalse();
        assertThat(profile.accepted(sent("1", 3), ZONE, false).recipients()).isNotEqualTo(KnownRecipients.NONE);
    }

    @Test
    void whatIsLateFromBeforeTheSuspicionIsLearned() {
        Profile profile = Profile.NEW.withLearningFrozen(day(10), ZONE).accepted(sent("1", 8), ZONE, false);

        assertThat(profile.recipients()).isNotEqualTo(KnownRecipients.NONE);
        assertThat(profile.at(day(10), ZONE).activeDays()).isEqualTo(1);
    }

    @Test
    void changeOfPasswordForgetsThePlacesBeforeIt() {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 60; i++) {
            MailEventFixture login = attempt("l" + i, day(1)).kind(EventKind.AUTH_SUCCEEDED);
            profile = profile.withReportedEvent(
                    login.from("10.0.0." + i, MailEventFixture.country("JP", "10.0.0.0/24", 1))
                            .event(),
                    ZONE,
                    false);
        }
        profile = profile.withReportedEvent(passwordChanged(1.1), ZONE, false)
                .withReportedEvent(
                        attempt("n", day(1.2)).kind(EventKind.AUTH_SUCCEEDED).event(), ZONE, false);

        assertThat(profile.at(day(1.2), ZONE).addresses(TimeWindow.DAY)).isEqualTo(1);
    }

    @Test
    void daysUnderSuspicionAreNoPartOfTheBaseline() {
        Profile quiet = sentDaily(20);
        Profile flooded = quiet.withLearningFrozen(day(18.1), ZONE);
        for (int i = 0; i < 200; i++) {
            flooded = flooded.accepted(sent("f" + i, 18.2 + i * 0.001), ZONE, false);
        }

        assertThat(flooded.at(day(20), ZONE).activeDays()).isEqualTo(19);
        assertThat(flooded.at(day(20), ZONE).usualMessages()).isCloseTo((11.5 + 19) / (5 + 19), within(0.1));
    }

    @Test
    void mailThatTheServerTookAgainstOurRefusalIsUnderSuspicionToo() {
        Profile profile = sentDaily(5).withLearningFrozen(day(5), ZONE);
        MailEventFixture refused = attempt("x", day(5.1));
        profile = profile.refused(refused.event(), ZONE, false)
                .withReportedEvent(refused.later(EventKind.ACCEPTED, "xa", 1).event(), ZONE, false);

        assertThat(profile.at(day(5.1), ZONE).sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isEqualTo(1);
        assertThat(profile.at(day(6), ZONE).activeDays()).isEqualTo(5);
    }

    @Test
    void dayWhoseMailWasAllGivenBackIsNotActive() {
        MailEventFixture one = attempt("x", day(0));
        Profile profile = Profile.NEW
                .accepted(one.event(), ZONE, false)
                .withReportedEvent(one.later(EventKind.REJECTED, "xr", 1).beforeQueue(), ZONE, false);

        assertThat(profile.at(day(1), ZONE).activeDays()).isZero();
    }

    @Test
    void daysWithoutMailCountAsZero() {
        Profile profile = sentDaily(1);

        assertThat(profile.at(day(10), ZONE).usualMessages()).isCloseTo(12.5 / 15, within(0.05));
        assertThat(profile.at(day(10), ZONE).activeDays()).isEqualTo(1);
    }

    @Test
    void changeOfPasswordEndsTheFreezeAndForgetsFailures() {
        Profile profile = Profile.NEW
                .withLearningFrozen(day(0), ZONE)
                .withReportedEvent(
                        attempt("f", day(0)).kind(EventKind.AUTH_FAILED).event(), ZONE, false)
                .withReportedEvent(passwordChanged(0.5), ZONE, false);

        assertThat(profile.at(day(0.6), ZONE).learningFrozen()).isFalse();
        assertThat(profile.at(day(0.6), ZONE).failures(TimeWindow.DAY)).isZero();
    }

    @Test
    void changeOfPasswordThatIsHeardLateEndsNoLaterFreeze() {
        Profile profile = Profile.NEW
                .withLearningFrozen(day(1), ZONE)
                .withReportedEvent(
                        attempt("f", day(1)).kind(EventKind.AUTH_FAILED).event(), ZONE, false)
                .withReportedEvent(passwordChanged(0.5), ZONE, false);

        assertThat(profile.at(day(1), ZONE).learningFrozen()).isTrue();
        assertThat(profile.at(day(1), ZONE).failures(TimeWindow.DAY)).isEqualTo(1);
    }

    @Test
    void laterSuspicionProlongsTheFreeze() {
        Profile profile = Profile.NEW.withLearningFrozen(day(0), ZONE).withLearningFrozen(day(2), ZONE);

        assertThat(profile.rhythm().frozen(day(1).getEpochSecond())).isTrue();
        assertThat(profile.at(day(2).plus(Duration.ofHours(71)), ZONE).learningFrozen())
                .isTrue();
    }

    /** Suspected four times a day, from one day to another. */
    private static Profile suspectedDaily(Profile before, int from, int until) {
        Profile profile = before;
        for (int i = from * 4; i < until * 4; i++) {
            profile = profile.withLearningFrozen(day(i / 4.0), ZONE);
        }
        return profile;
    }

    private static boolean frozen(Profile profile, double days) {
        return profile.at(day(days), ZONE).learningFrozen();
    }

    @Test
    void accountThatIsSuspectedAllTheTimeLearnsAfterAWeekAndThenEveryOtherThreeDays() {
        Profile profile = suspectedDaily(sentDaily(1), 0, 7);
        assertThat(frozen(profile, 6.9)).isTrue();
        assertThat(frozen(profile, 7)).isFalse();

        profile = suspectedDaily(profile, 7, 10);
        assertThat(frozen(profile, 9.9)).isFalse();

        profile = suspectedDaily(profile, 10, 13);
        assertThat(frozen(profile, 12.9)).isTrue();

        profile = suspectedDaily(profile, 13, 16);
        assertThat(frozen(profile, 15.9)).isFalse();
    }

    @Test
    void dayOfLearningGivesADayOfAFreezeBack() {
        Profile profile = suspectedDaily(sentDaily(1), 0, 7);
        assertThat(frozen(suspectedDaily(profile, 12, 19), 16.9)).isTrue();
        assertThat(frozen(suspectedDaily(profile, 12, 19), 17.1)).isFalse();
        assertThat(frozen(suspectedDaily(profile, 14, 21), 20.9)).isTrue();
    }

    @Test
    void whileWhatIsSentBouncesTheFreezeLastsThreeWeeks() {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 30; i++) {
            MailEventFixture one = attempt("d" + i, day(i)).to(people("k1", i * 20, 20));
            profile = profile.accepted(one.event(), ZONE, false)
                    .withReportedEvent(
                            one.later(EventKind.BOUNCED, "b" + i, 60).to(5).event(), ZONE, false);
            profile = suspectedDaily(profile, i, i + 1);
            assertThat(frozen(profile, i + 0.9)).as("day %d", i).isEqualTo(i < 21 || i >= 24 && i < 27);
        }
    }

    @Test
    void fewBouncesAndSingleComplaintsAreNoHarm() {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 7; i++) {
            MailEventFixture one = attempt("d" + i, day(i)).to(people("k1", i * 20, 20));
            profile = profile.accepted(one.event(), ZONE, false)
                    .withReportedEvent(
                            one.later(EventKind.BOUNCED, "b" + i, 60).to(1).event(), ZONE, false);
        }
        profile = profile.withReportedEvent(
                attempt("d6", day(6)).kind(EventKind.COMPLAINT).to(1).event(), ZONE, false);

        assertThat(frozen(suspectedDaily(profile, 7, 20), 14.1)).isFalse();
    }

    @Test
    void changeOfPasswordGivesTheWholeWeekBack() {
        Profile profile = suspectedDaily(sentDaily(1), 0, 8).withReportedEvent(passwordChanged(8), ZONE, false);

        assertThat(frozen(suspectedDaily(profile, 9, 17), 15.9)).isTrue();
        assertThat(frozen(suspectedDaily(profile, 9, 17), 16.1)).isFalse();
    }

    @Test
    void suspicionThatIsHeardLateMakesNoFreezeLongerThanAWeek() {
        Profile profile = suspectedDaily(sentDaily(1), 10, 17).withLearningFrozen(day(8), ZONE);

        assertThat(frozen(profile, 16.9)).isTrue();
        assertThat(frozen(profile, 9.9)).isFalse();
    }

    @Test
    void daysThatAPersonFoundHarmlessAreTheOwners() {
        Profile profile = sentDaily(10);
        for (int i = 10; i < 14; i++) {
            profile = profile.withLearningFrozen(day(i), ZONE);
            for (int j = 0; j < 40; j++) {
                profile = profile.accepted(sent("x" + i + "-" + j, i + j * 0.001), ZONE, false);
            }
        }
        Profile harmless = profile.withJudgement(day(10), day(13.5), ZONE, true);
        Profile abused = profile.withJudgement(day(10), day(13.5), ZONE, false);

        assertThat(harmless.at(day(14), ZONE).activeDays()).isEqualTo(13);
        assertThat(abused.at(day(14), ZONE).activeDays()).isEqualTo(10);
        assertThat(harmless.at(day(13.6), ZONE).sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isZero();
        assertThat(harmless.at(day(13.6), ZONE).learningFrozen()).isFalse();
        assertThat(harmless.at(day(14), ZONE).messageSurprise(40)).isLessThan(7);
        assertThat(abused.at(day(14), ZONE).messageSurprise(40)).isGreaterThan(12);
    }
}
