package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.mail.Kind.ACCEPTED;
import static org.sekimori.mail.Kind.BOUNCED;
import static org.sekimori.mail.Kind.COMPLAINT;
import static org.sekimori.mail.Kind.REJECTED;
import static org.sekimori.profile.MailEvents.attempt;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.MailEvent;

/** What becomes of a submission with what is heard of it, in whatever order. */
class FatesTest {

    private static final Instant TIME = Instant.parse("2026-03-02T10:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final MailEvents ONE = attempt("1", TIME).to(10);
    private static final MailEvent TAKEN = ONE.later(ACCEPTED, "taken", 2).event();
    private static final MailEvent NOT_TAKEN =
            ONE.later(REJECTED, "not taken", 2).event();

    private static Profile accepted() {
        return Profile.NEW.accepted(ONE.event(), ZONE, false);
    }

    private static Profile heard(Profile profile, MailEvent... events) {
        Profile changed = profile;
        for (MailEvent event : events) {
            changed = changed.heard(event, ZONE, false);
        }
        return changed;
    }

    private static long sent(Profile profile) {
        return profile.at(TIME.plusSeconds(10), ZONE).sent(Window.of("35d"), Lane.ANY);
    }

    private static long bounced(Profile profile) {
        return profile.at(TIME.plusSeconds(10), ZONE).bounced(Window.of("35d"));
    }

    @Test
    void submissionCountsUntilTheServerRefusesIt() {
        assertThat(sent(accepted())).isEqualTo(1);
        assertThat(sent(heard(accepted(), TAKEN))).isEqualTo(1);
        assertThat(sent(heard(accepted(), NOT_TAKEN))).isZero();
    }

    @Test
    void refusedSubmissionCountsIfTheServerTookItAllTheSame() {
        Profile refused = Profile.NEW.refused(ONE.event(), ZONE, false);

        assertThat(sent(refused)).isZero();
        assertThat(sent(heard(refused, TAKEN))).isEqualTo(1);
        assertThat(sent(heard(refused, NOT_TAKEN))).isZero();
    }

    @Test
    void ofContradictoryOutcomesTheServersYesStands() {
        assertThat(sent(heard(accepted(), TAKEN, NOT_TAKEN))).isEqualTo(1);
        assertThat(sent(heard(accepted(), NOT_TAKEN, TAKEN))).isEqualTo(1);
    }

    @Test
    void outcomeMayComeBeforeItsAttempt() {
        assertThat(sent(heard(Profile.NEW, TAKEN).accepted(ONE.event(), ZONE, false)))
                .isEqualTo(1);
        assertThat(sent(heard(Profile.NEW, NOT_TAKEN).accepted(ONE.event(), ZONE, false)))
                .isZero();
    }

    @Test
    void contradictoryOutcomesBeforeTheAttemptCountOnce() {
        Profile ahead = heard(Profile.NEW, NOT_TAKEN, TAKEN);

        assertThat(sent(ahead)).isEqualTo(1);
        assertThat(sent(ahead.accepted(ONE.event(), ZONE, false))).isEqualTo(1);
    }

    @Test
    void outcomeBeforeARefusedAttemptCountsOnce() {
        MailEvent early = ONE.later(ACCEPTED, "early", -1).event();
        Profile refused = heard(Profile.NEW, early).refused(ONE.event(), ZONE, false);

        assertThat(sent(refused)).isEqualTo(1);
        assertThat(sent(heard(refused, ONE.later(ACCEPTED, "again", 3).event())))
                .isEqualTo(1);
    }

    @Test
    void laneOfAnOutcomeBeforeItsAttemptIsWhereItCameFrom() {
        Profile profile = Profile.NEW.heard(NOT_TAKEN, ZONE, true).heard(TAKEN, ZONE, true);

        assertThat(profile.at(TIME, ZONE).sent(Window.HOUR, Lane.OVERSEAS)).isEqualTo(1);
    }

    @Test
    void attemptThatComesAfterItsOutcomeIsStillLearnedFrom() {
        MailEvent bare = ONE.later(ACCEPTED, "taken", 2)
                .from(null, new org.sekimori.mail.Origin.Unknown("no_address", null, null))
                .event();
        Profile profile = heard(Profile.NEW, bare).accepted(ONE.event(), ZONE, false);

        assertThat(profile.at(TIME, ZONE).met(ONE.origin())).isTrue();
        assertThat(profile.at(TIME, ZONE).countries(Window.HOUR)).isEqualTo(1);
    }

    @Test
    void outcomeOfASubmissionThatWasForgottenForItsAgeCountsForNothing() {
        Profile profile =
                accepted().accepted(attempt("2", TIME.plusSeconds(8 * 86_400)).event(), ZONE, false);

        assertThat(heard(profile, TAKEN).at(TIME.plusSeconds(8 * 86_400), ZONE).sent(Window.of("35d"), Lane.ANY))
                .isEqualTo(2);
    }

    @Test
    void outcomeOfASubmissionThatManyLateOnesPushedOutCountsForNothing() {
        Profile profile = accepted();
        for (int i = 0; i < 96; i++) {
            Instant late = TIME.minusSeconds(3 * 86_400 - i);
            profile = profile.accepted(attempt("late" + i, late).event(), ZONE, false);
        }

        assertThat(sent(heard(profile, TAKEN))).isEqualTo(97);
    }

    @Test
    void serversThatOnlyReportHaveAllCountedHoweverFastTheyAre() {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 400; i++) {
            profile = heard(
                    profile,
                    attempt("r" + i, TIME.minusMillis((400 - i) * 500L))
                            .kind(ACCEPTED)
                            .event());
        }

        assertThat(sent(profile)).isEqualTo(400);
    }

    @Test
    void sameQueueIdOfAnotherServerOrAnotherDayIsAnotherSubmission() {
        MailEvents next = attempt("2", TIME.plusSeconds(86_400)).queue("mx1", "Q1");
        MailEvents other = attempt("3", TIME).queue("mx2", "Q1");
        Profile profile = accepted().accepted(next.event(), ZONE, false).accepted(other.event(), ZONE, false);

        assertThat(sent(heard(profile, NOT_TAKEN))).isEqualTo(1);
        Profile after = heard(profile, next.later(REJECTED, "next", 1).event());
        assertThat(after.at(TIME.plusSeconds(86_400), ZONE).sent(Window.TODAY, Lane.ANY))
                .isZero();
        assertThat(sent(after)).isEqualTo(2);
    }

    @Test
    void bouncesAndComplaintsNeverExceedTheRecipients() {
        MailEvent bounce = ONE.later(BOUNCED, "b", 60).to(7).event();
        MailEvent complaint = ONE.later(COMPLAINT, "c", 60).to(7).event();
        Profile profile = heard(accepted(), bounce, bounce, complaint);

        assertThat(bounced(profile)).isEqualTo(7);
        assertThat(profile.at(TIME, ZONE).complaints(Window.HOUR)).isEqualTo(3);
    }

    @Test
    void bounceProvesThatTheServerHadTakenTheSubmission() {
        Profile profile = heard(accepted(), ONE.later(BOUNCED, "b", 60).to(7).event(), NOT_TAKEN);

        assertThat(sent(profile)).isEqualTo(1);
        assertThat(bounced(profile)).isEqualTo(7);
    }

    @Test
    void bounceOfNothingThatWasSentCountsForNothing() {
        MailEvent bounce = ONE.later(BOUNCED, "b", 60).event();

        assertThat(bounced(heard(Profile.NEW, bounce))).isZero();
        assertThat(bounced(heard(Profile.NEW.refused(ONE.event(), ZONE, false), bounce)))
                .isZero();
        assertThat(bounced(heard(
                        accepted(), ONE.later(BOUNCED, "b", 60).status("5.6.7").event())))
                .isZero();
    }

    @Test
    void repetitionsOfOutcomesNeedNoMemory() {
        Profile profile = heard(accepted(), TAKEN);

        assertThat(heard(profile, TAKEN)).isEqualTo(profile);
        assertThat(profile.seenEvents()).isEqualTo(SeenEvents.NONE);
    }

    @Test
    void outcomeThatNamesNoSubmissionCountsOnceHoweverOftenItIsRepeated() {
        MailEvent nameless = ONE.queue("mx1", null).later(ACCEPTED, "x", 1).event();

        assertThat(sent(heard(Profile.NEW, nameless, nameless))).isEqualTo(1);
    }

    @Test
    void importedPastCountsOnceHoweverOftenItIsRepeated() {
        Profile once = Profile.NEW.imported(ONE.event(), ZONE, false);

        assertThat(once.imported(ONE.event(), ZONE, false)).isSameAs(once);
    }

    @Test
    void whatADoorHadToSayInsteadCounts() {
        int key = Profile.key(ONE.event());
        Profile refused = Profile.NEW.refused(ONE.event(), ZONE, false);

        assertThat(sent(refused.toldOtherwise(key, TIME.getEpochSecond(), true)))
                .isEqualTo(1);
        assertThat(sent(accepted().toldOtherwise(key, TIME.getEpochSecond(), false)))
                .isZero();
    }
}
