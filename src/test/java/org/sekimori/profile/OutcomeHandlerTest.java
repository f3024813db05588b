package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.mail.EventKind.ACCEPTED;
import static org.sekimori.mail.EventKind.BOUNCED;
import static org.sekimori.mail.EventKind.COMPLAINT;
import static org.sekimori.mail.EventKind.DEFERRED;
import static org.sekimori.mail.EventKind.REJECTED;
import static org.sekimori.profile.MailEventFixture.attempt;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** What becomes of a submission with what is heard of it, in whatever order. */
class OutcomeHandlerTest {

    private static final Instant TIME = Instant.parse("2026-03-02T10:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final MailEventFixture ONE = attempt("1", TIME).to(10);
    private static final MailEvent TAKEN = ONE.later(ACCEPTED, "taken", 2).event();
    private static final MailEvent NOT_TAKEN =
            ONE.later(REJECTED, "not taken", 2).beforeQueue();

    private static Profile accepted() {
        return Profile.NEW.accepted(ONE.event(), ZONE, false);
    }

    private static Profile heard(Profile profile, MailEvent... events) {
        Profile changed = profile;
        for (MailEvent event : events) {
            changed = changed.withReportedEvent(event, ZONE, false);
        }
        return changed;
    }

    private static long sent(Profile profile) {
        return profile.at(TIME.plusSeconds(10), ZONE).sent(TimeWindow.of("35d"), TrafficClass.ANY);
    }

    private static long bounced(Profile profile) {
        return profile.at(TIME.plusSeconds(10), ZONE).bounced(TimeWindow.of("35d"));
    }

    @Test
    void submissionCountsUntilTheServerProvesThatItRefusedItBeforeTheQueue() {
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
        Profile profile = Profile.NEW.withReportedEvent(NOT_TAKEN, ZONE, true).withReportedEvent(TAKEN, ZONE, true);

        assertThat(profile.at(TIME, ZONE).sent(TimeWindow.HOUR, TrafficClass.OVERSEAS))
                .isEqualTo(1);
    }

    @Test
    void attemptThatComesAfterItsOutcomeIsStillLearnedFrom() {
        MailEvent bare = ONE.later(ACCEPTED, "taken", 2)
                .from(null, new org.sekimori.mail.Origin.Unknown("no_address", null, null))
                .event();
        Profile profile = heard(Profile.NEW, bare).accepted(ONE.event(), ZONE, false);

        assertThat(profile.at(TIME, ZONE).knownNetwork(ONE.event().origin())).isTrue();
        assertThat(profile.at(TIME, ZONE).countries(TimeWindow.HOUR)).isEqualTo(1);
    }

    @Test
    void outcomeOfASubmissionThatWasForgottenForItsAgeCountsForNothing() {
        Profile profile =
                accepted().accepted(attempt("2", TIME.plusSeconds(8 * 86_400)).event(), ZONE, false);

        assertThat(heard(profile, TAKEN)
                        .at(TIME.plusSeconds(8 * 86_400), ZONE)
                        .sent(TimeWindow.of("35d"), TrafficClass.ANY))
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
        MailEventFixture next = attempt("2", TIME.plusSeconds(86_400)).queue("mx1", "Q1");
        MailEventFixture other = attempt("3", TIME).queue("mx2", "Q1");
        Profile profile = accepted().accepted(next.event(), ZONE, false).accepted(other.event(), ZONE, false);

        assertThat(sent(heard(profile, NOT_TAKEN))).isEqualTo(1);
        Profile after = heard(profile, next.later(REJECTED, "next", 1).beforeQueue());
        assertThat(after.at(TIME.plusSeconds(86_400), ZONE).sent(TimeWindow.TODAY, TrafficClass.ANY))
                .isZero();
        assertThat(sent(after)).isEqualTo(2);
    }

    @Test
    void bouncesAndComplaintsNeverExceedTheRecipients() {
        MailEvent bounce = ONE.later(BOUNCED, "b", 60).to(7).event();
        MailEvent complaint = ONE.later(COMPLAINT, "c", 60).to(7).event();
        Profile profile = heard(accepted(), bounce, bounce, complaint);

        assertThat(bounced(profile)).isEqualTo(7);
        assertThat(profile.at(TIME, ZONE).complaints(TimeWindow.HOUR)).isEqualTo(3);
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
        assertThat(profile.seenEvents()).isEqualTo(SeenEventIds.NONE);
    }

    @Test
    void outcomeThatNamesNoSubmissionCountsOnceHoweverOftenItIsRepeated() {
        MailEvent nameless = ONE.queue("mx1", null).later(ACCEPTED, "x", 1).event();

        assertThat(sent(heard(Profile.NEW, nameless, nameless))).isEqualTo(1);
    }

    @Test
    void importedPastCountsOnceHoweverOftenItIsRepeated() {
        Profile once = Profile.NEW.withImported(ONE.event(), ZONE, false);

        assertThat(once.withImported(ONE.event(), ZONE, false)).isSameAs(once);
    }

    @Test
    void whatADoorHadToSayInsteadCounts() {
        int key = Profile.key(ONE.event());
        Profile refused = Profile.NEW.refused(ONE.event(), ZONE, false);

        assertThat(sent(refused.withActualAnswer(key, TIME.getEpochSecond(), true)))
                .isEqualTo(1);
        assertThat(sent(accepted().withActualAnswer(key, TIME.getEpochSecond(), false)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "DEFERRED", "REJECTED", "RATE_LIMITED", "BOUNCED", "COMPLAINT"})
    void noOutcomeWithoutProofLiftsALimit(EventKind kind) {
        Profile profile = Profile.NEW;
        for (int i = 0; i < 30; i++) {
            MailEventFixture one = attempt("m" + i, TIME.plusSeconds(i));
            profile = profile.accepted(one.event(), ZONE, false);
            profile = heard(profile, one.later(kind, "o" + i, 1).status("4.3.0").event());
            profile = heard(profile, one.later(kind, "again" + i, 600).event());
        }

        assertThat(profile.at(TIME.plusSeconds(60), ZONE).sent(TimeWindow.HOUR, TrafficClass.ANY))
                .isEqualTo(30);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "RATE_LIMITED"})
    void refusalBeforeTheQueueGivesBackWhatItReserved(EventKind kind) {
        assertThat(sent(heard(accepted(), ONE.later(kind, "no", 1).beforeQueue())))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "DEFERRED", "BOUNCED", "COMPLAINT"})
    void thatTheServerHadTakenItStandsWhateverTheOrder(EventKind kind) {
        MailEvent taken = ONE.later(kind, "had", 3).event();

        assertThat(sent(heard(accepted(), NOT_TAKEN, taken))).isEqualTo(1);
        assertThat(sent(heard(accepted(), taken, NOT_TAKEN))).isEqualTo(1);
        assertThat(sent(heard(accepted(), NOT_TAKEN, taken, NOT_TAKEN, NOT_TAKEN)))
                .isEqualTo(1);
    }

    @Test
    void bounceWithoutFaultOfTheSenderProvesThatTheServerHadTakenItToo() {
        MailEvent noSmtputf8 = ONE.later(BOUNCED, "b", 60).status("5.6.7").event();

        assertThat(sent(heard(accepted(), noSmtputf8, NOT_TAKEN))).isEqualTo(1);
    }

    @Test
    void deferralsOfMailThatNobodyAskedAboutCountForNothingHoweverManyTheyAre() {
        Profile profile = heard(Profile.NEW, attempt("0", TIME).kind(ACCEPTED).event());
        for (int i = 0; i < 50; i++) {
            profile = heard(profile, ONE.later(DEFERRED, "d" + i, i).event());
        }

        assertThat(sent(profile)).isEqualTo(1);
    }

    @Test
    void refusalOfAnotherQueueIdOrAnotherServerGivesNothingBack() {
        MailEvent other = ONE.queue("mx1", "Q-other").later(REJECTED, "x", 1).beforeQueue();
        MailEvent elsewhere = ONE.queue("mx2", "Q1").later(REJECTED, "y", 1).beforeQueue();

        assertThat(sent(heard(accepted(), other, elsewhere))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOQUEUE", "noqueue", "-", "none", "(null)", "0", "$queue_id", "ALL", "unknown"})
    void wordInPlaceOfAQueueIdJoinsNothing(String word) {
        MailEventFixture nameless = ONE.queue("mx1", word);
        Profile profile = accepted()
                .accepted(attempt("2", TIME).queue("mx1", word).event(), ZONE, false)
                .accepted(attempt("3", TIME).queue("mx1", word).event(), ZONE, false);

        Profile after = heard(profile, nameless.later(REJECTED, "no", 1).beforeQueue());
        after = heard(after, nameless.later(BOUNCED, "b", 1).event());

        assertThat(sent(after)).isEqualTo(3);
        assertThat(bounced(after)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MX1", "mx1.", "Mx1. "})
    void serverIsTheSameHoweverItsNameIsWritten(String name) {
        assertThat(sent(heard(
                        accepted(),
                        ONE.queue(name, "Q1").later(REJECTED, "no", 1).beforeQueue())))
                .isZero();
    }

    @Test
    void attemptSaysHowManyRecipientsAnOutcomeBeforeItHad() {
        MailEvent few = ONE.to(0).later(ACCEPTED, "few", -1).event();
        MailEvent many = ONE.to(400).later(ACCEPTED, "many", -1).event();

        for (MailEvent outcome : List.of(few, many)) {
            Profile profile = heard(Profile.NEW, outcome).accepted(ONE.event(), ZONE, false);
            assertThat(profile.at(TIME, ZONE).recipients(TimeWindow.HOUR, TrafficClass.ANY))
                    .isEqualTo(10);
            assertThat(sent(profile)).isEqualTo(1);
        }
    }

    @Test
    void outcomeAfterItsAttemptChangesNoNumberOfRecipients() {
        Profile profile =
                heard(accepted(), ONE.to(400).later(ACCEPTED, "many", 1).event());

        assertThat(profile.at(TIME, ZONE).recipients(TimeWindow.HOUR, TrafficClass.ANY))
                .isEqualTo(10);
    }
}
