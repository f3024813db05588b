package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.attempt;
import static org.sekimori.profile.MailEventFixture.country;
import static org.sekimori.profile.MailEventFixture.people;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Origin;
import org.sekimori.profile.statistics.CorrespondentSample;

/** What somebody must do until the place that he sends from counts as the owner's. */
class FamiliarityCreditTest {

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final int FIRST = 20;
    private static final int LAST = 120;
    private static final int NEVER = -1;

    private static final Origin HOME = country("JP", "192.0.2.0/24", 64500);
    private static final IntFunction<List<String>> STRANGERS = day -> people("k1", 1000 + day * 3, 3);
    private static final IntFunction<List<String>> FRIENDS = day -> people("k1", day % 20, 3);
    private static final IntFunction<List<String>> ACCOMPLICE = day -> people("k1", 500, 1);

    private static Origin elsewhere(int network, int provider) {
        return country("JP", "198." + network / 250 + "." + network % 250 + ".0/24", 65_000 + provider);
    }

    private static Instant time(int day) {
        return START.plusSeconds(day * 86_400L);
    }

    private static MailEventFixture from(Origin origin, int day, List<String> people) {
        return attempt(day + "-" + origin.network(), time(day))
                .from("192.0.2.1", origin)
                .to(people);
    }

    /** Twenty days at home with twenty correspondents. */
    private static Profile owner() {
        Profile profile = Profile.NEW;
        for (int day = 0; day < FIRST; day++) {
            profile = profile.accepted(from(HOME, day, people("k1", 0, 20)).event(), ZONE, false);
        }
        return profile;
    }

    /** On which day of sending, once each {@code step} days, the place is familiar after its message; or {@link #NEVER}. */
    private static int daysUntilFamiliar(
            Profile before, IntFunction<Origin> places, IntFunction<List<String>> people, int step) {
        Profile profile = before;
        int sent = 0;
        for (int day = FIRST; day < LAST; day += step) {
            Origin place = places.apply(day);
            profile = profile.accepted(from(place, day, people.apply(day)).event(), ZONE, false);
            sent++;
            if (profile.at(time(day), ZONE).isFamiliar(place)) {
                return sent;
            }
        }
        return NEVER;
    }

    private static int daysUntilFamiliar(IntFunction<Origin> places, IntFunction<List<String>> people, int step) {
        return daysUntilFamiliar(owner(), places, people, step);
    }

    @Test
    void newPlaceIsTheOwnersAfterAWeekWithMailToKnownPeople() {
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), FRIENDS, 1)).isEqualTo(7);
    }

    @Test
    void newPlaceIsTheOwnersAfterThreeDaysWhereTheOldOneHasBeenSilentForAWeek() {
        Profile profile = owner();
        for (int day = FIRST + 7; day < FIRST + 10; day++) {
            assertThat(profile.at(time(day), ZONE).isFamiliar(elsewhere(1, 1))).isFalse();
            profile = profile.accepted(
                    from(elsewhere(1, 1), day, FRIENDS.apply(day)).event(), ZONE, false);
        }
        assertThat(profile.at(time(FIRST + 9), ZONE).isFamiliar(elsewhere(1, 1)))
                .isTrue();
    }

    /** Whoever reads the mailbox can write one letter a day to its owner's friends. */
    @Test
    void besideTheOwnerLettersToKnownPeopleTakeAWeekToo() {
        Profile profile = owner();
        for (int day = FIRST; day < FIRST + 6; day++) {
            profile = profile.accepted(from(HOME, day, FRIENDS.apply(day)).event(), ZONE, false)
                    .accepted(from(elsewhere(1, 1), day, FRIENDS.apply(day)).event(), ZONE, false);
            assertThat(profile.at(time(day), ZONE).isFamiliar(elsewhere(1, 1))).isFalse();
        }
    }

    @Test
    void mailToStrangersTakesTwoWeeksOfDaysInARow() {
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), STRANGERS, 1)).isEqualTo(14);
    }

    @Test
    void mailToStrangersOnEverySecondDayTakesAMonthAndOnceAWeekMonths() {
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), STRANGERS, 2)).isEqualTo(15);
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), STRANGERS, 7)).isEqualTo(NEVER);
    }

    /** He writes to the same person again, who is known from the second day on, but not to the owner. */
    @Test
    void thiefDoesNotBecomeFamiliarSoonerByWritingToHimself() {
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), ACCOMPLICE, 1)).isEqualTo(14);
    }

    @Test
    void writingToHimselfThroughARelayFirstDoesNotHelp() {
        Profile profile = owner().accepted(
                        from(new Origin.Relay("google", "192.0.2.0/24"), FIRST, ACCOMPLICE.apply(0))
                                .event(),
                        ZONE,
                        false);
        assertThat(daysUntilFamiliar(profile, day -> elsewhere(1, 1), ACCOMPLICE, 1))
                .isEqualTo(14);
    }

    @Test
    void manyNetworksOfManyProvidersNeverBecomeFamiliar() {
        assertThat(daysUntilFamiliar(day -> elsewhere(day, day), STRANGERS, 1)).isEqualTo(NEVER);
        assertThat(daysUntilFamiliar(day -> elsewhere(day, day), FRIENDS, 1)).isEqualTo(NEVER);
    }

    @Test
    void anotherNetworkOfOneProviderEachDayTakesAsLongAsOneNetwork() {
        assertThat(daysUntilFamiliar(day -> elsewhere(day, 1), STRANGERS, 1)).isEqualTo(14);
        assertThat(daysUntilFamiliar(day -> elsewhere(day, 1), FRIENDS, 1)).isEqualTo(7);
    }

    @Test
    void manyNetworksOfAProviderOnOneDayCountAsOneDay() {
        Profile profile = owner();
        for (int i = 0; i < 40; i++) {
            profile = profile.accepted(
                    from(elsewhere(i, 1), FIRST, FRIENDS.apply(i)).event(), ZONE, false);
        }
        assertThat(profile.at(time(FIRST), ZONE).isFamiliar(elsewhere(3, 1))).isFalse();
        assertThat(profile.at(time(FIRST), ZONE).isFamiliar(HOME)).isTrue();
    }

    @Test
    void mailToStrangersThatBouncesEarnsNothing() {
        Profile profile = owner();
        for (int day = FIRST; day < 80; day++) {
            MailEventFixture one = from(elsewhere(1, 1), day, people("k1", 1000 + day * 20, 20));
            profile = profile.accepted(one.event(), ZONE, false)
                    .withReportedEvent(
                            one.later(EventKind.BOUNCED, "b" + day, 60).to(8).event(), ZONE, false)
                    .accepted(from(HOME, day, FRIENDS.apply(day)).event(), ZONE, false);
            // The first day is over before anybody knows that it bounced.
            assertThat(profile.at(time(day), ZONE).isFamiliar(elsewhere(1, 1))).isFalse();
        }
    }

    @Test
    void dayCountsInFullIfOneOfItsMessagesGoesToKnownPeople() {
        Profile profile = owner();
        for (int day = FIRST; day < FIRST + 7; day++) {
            profile = profile.accepted(
                            from(elsewhere(1, 1), day, STRANGERS.apply(day)).event(), ZONE, false)
                    .accepted(from(elsewhere(1, 1), day, FRIENDS.apply(day)).event(), ZONE, false);
        }
        assertThat(profile.at(time(FIRST + 6), ZONE).isFamiliar(elsewhere(1, 1)))
                .isTrue();
    }

    @Test
    void shopWhoseRecipientsAreAlwaysNewIsKnownFromItsThirdDay() {
        assertThat(daysUntilFamiliar(Profile.NEW, day -> HOME, STRANGERS, 1)).isEqualTo(3);
    }

    @Test
    void whoseRecipientsAreNeverReportedIsKnownByItsDays() {
        Profile profile = Profile.NEW;
        for (int day = 0; day < FIRST; day++) {
            profile = profile.accepted(from(HOME, day, List.of()).event(), ZONE, false);
        }
        assertThat(daysUntilFamiliar(profile, day -> elsewhere(1, 1), day -> List.of(), 1))
                .isEqualTo(3);
    }

    @Test
    void hidingTheRecipientsOfAnAccountThatReportsThemDoesNotHelp() {
        assertThat(daysUntilFamiliar(day -> elsewhere(1, 1), day -> List.of(), 1))
                .isEqualTo(14);
    }

    @Test
    void afterAChangeOfTheKeyTheOwnersPlacesStayKnown() {
        Profile profile = owner();
        for (int day = FIRST; day < 60; day++) {
            profile = profile.accepted(from(HOME, day, people("k2", 0, 20)).event(), ZONE, false);
            assertThat(profile.at(time(day), ZONE).isFamiliar(HOME)).isTrue();
        }
        assertThat(profile.recipients()
                        .vouched(
                                people("k2", 0, 5),
                                KnownRecipients.distinct(people("k2", 0, 5)),
                                CorrespondentSample.NONE))
                .isEqualTo(5);
    }

    @Test
    void whatWasOnlySeenUnderSuspicionIsMetButEarnsNothing() {
        Profile profile = owner().withLearningFrozen(time(FIRST), ZONE);
        for (int day = FIRST; day < FIRST + 3; day++) {
            profile = profile.withLearningFrozen(time(day), ZONE)
                    .accepted(from(elsewhere(1, 1), day, FRIENDS.apply(day)).event(), ZONE, false);
        }
        assertThat(profile.at(time(FIRST + 2), ZONE).knownNetwork(elsewhere(1, 1)))
                .isTrue();
        assertThat(profile.at(time(FIRST + 2), ZONE).isFamiliar(elsewhere(1, 1)))
                .isFalse();
    }

    @Test
    void countryIsTheOwnersByTheSameDays() {
        Origin seoul = country("KR", "198.51.100.0/24", 66_000);
        Profile profile = owner();
        for (int day = FIRST; day < FIRST + 7; day++) {
            assertThat(profile.networks().knowsCountry(seoul, Profile.day(time(day), ZONE)))
                    .isFalse();
            profile = profile.accepted(from(seoul, day, FRIENDS.apply(day)).event(), ZONE, true);
        }
        assertThat(profile.networks().knowsCountry(seoul, Profile.day(time(FIRST + 6), ZONE)))
                .isTrue();
        assertThat(profile.networks().knowsCountry(country("TW", "198.51.101.0/24", 1), Profile.day(time(25), ZONE)))
                .isFalse();
    }
}
