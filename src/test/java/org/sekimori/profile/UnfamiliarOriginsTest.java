package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.attempt;
import static org.sekimori.profile.MailEventFixture.country;
import static org.sekimori.profile.MailEventFixture.people;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;

/** Of the places of a day those count that the owner is not known to use, and by how many are usual. */
class UnfamiliarOriginsTest {

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final int OWN = 20;

    private static MailEventFixture from(int network, double days) {
        return attempt(network + "-" + days, START.plusSeconds((long) (days * 86_400)))
                .from("198.51." + network + ".7", country("JP", "198.51." + network + ".0/24", 65_000 + network))
                .to(people("k1", 0, 3));
    }

    private static Profile daily(int days, int networks) {
        Profile profile = Profile.NEW;
        for (int day = 0; day < days; day++) {
            for (int network = 0; network < networks; network++) {
                profile = profile.accepted(from(network, day + network / 1000.0).event(), ZONE, false);
            }
        }
        return profile;
    }

    private static ProfileView at(Profile profile, double days) {
        return profile.at(START.plusSeconds((long) (days * 86_400)), ZONE);
    }

    @Test
    void networksThatBecameFamiliarAreNoneOfThem() {
        assertThat(at(daily(2, OWN), 1.1).unfamiliarNetworks(TimeWindow.DAY)).isEqualTo(OWN);
        assertThat(at(daily(5, OWN), 4.1).networks(TimeWindow.DAY)).isEqualTo(OWN);
        assertThat(at(daily(5, OWN), 4.1).unfamiliarNetworks(TimeWindow.DAY)).isZero();
        assertThat(at(daily(5, OWN), 4.1).unfamiliarAddresses(TimeWindow.DAY)).isZero();
        assertThat(at(daily(5, OWN), 4.1).unfamiliarCountries(TimeWindow.DAY)).isZero();
    }

    @Test
    void newOnesAreCountedBesideTheOwners() {
        Profile profile = daily(12, OWN);
        for (int network = 100; network < 113; network++) {
            profile = profile.accepted(from(network, 11.2).event(), ZONE, false);
        }
        assertThat(at(profile, 11.3).networks(TimeWindow.DAY)).isEqualTo(OWN + 13);
        assertThat(at(profile, 11.3).unfamiliarNetworks(TimeWindow.DAY)).isEqualTo(13);
        assertThat(at(profile, 11.3).unfamiliarNetworkSurprise()).isGreaterThan(3);
    }

    @Test
    void logInsCountAndEarnNothing() {
        Profile profile = daily(5, 1);
        for (int day = 5; day < 10; day++) {
            for (int network = 100; network < 113; network++) {
                MailEventFixture login = from(network, day + network / 1000.0).kind(EventKind.AUTH_SUCCEEDED);
                profile = profile.withReportedEvent(login.event(), ZONE, false);
            }
        }
        assertThat(at(profile, 9.2).unfamiliarNetworks(TimeWindow.DAY)).isEqualTo(13);
        assertThat(at(profile, 9.2).activeDays()).isEqualTo(5);
    }

    /** Each day 13 networks that never come again: after a few days they are usual, and 60 are still not. */
    @Test
    void soManyNewOnesAsOnOtherDaysAreNoSurprise() {
        Profile profile = daily(5, 1);
        for (int day = 5; day < 15; day++) {
            for (int i = 0; i < 13; i++) {
                profile = profile.withReportedEvent(
                        from(30 + (day * 13 + i) % 200, day + i / 1000.0)
                                .kind(EventKind.AUTH_SUCCEEDED)
                                .event(),
                        ZONE,
                        false);
            }
            double surprise = at(profile, day + 0.1).unfamiliarNetworkSurprise();
            if (day == 5) {
                assertThat(surprise).isGreaterThan(3);
            } else if (day >= 7) {
                assertThat(surprise).isLessThan(3);
            }
        }
        for (int i = 0; i < 45; i++) {
            profile = profile.withReportedEvent(
                    from(i, 14.2 + i / 1000.0)
                            .from("203.0." + i + ".7", country("JP", "203.0." + i + ".0/24", 66_000 + i))
                            .kind(EventKind.AUTH_SUCCEEDED)
                            .event(),
                    ZONE,
                    false);
        }
        assertThat(at(profile, 14.3).unfamiliarNetworkSurprise()).isGreaterThan(3);
    }

    @Test
    void networkThatIsUsedAgainOnADayCountsOnceOnIt() {
        Profile profile = daily(5, 1);
        for (int i = 0; i < 40; i++) {
            profile = profile.withReportedEvent(
                    from(100 + i % 2, 5 + i / 1000.0)
                            .kind(EventKind.AUTH_SUCCEEDED)
                            .event(),
                    ZONE,
                    false);
        }
        DailyBaseline usual = DailyBaseline.of(
                DailyBaseline.Measure.UNFAMILIAR_NETWORKS,
                profile.history().days(),
                profile.rhythm().firstDay(),
                Profile.day(START, ZONE) + 6);
        // Two of this day, and one each of the two days before the owner's network was familiar.
        assertThat(usual.mean() * (5 + usual.days()))
                .isCloseTo(5 + 2 + 3, org.assertj.core.api.Assertions.within(1e-6));
    }

    /** Of many each that is kept stands for several. */
    @Test
    void moreThanCanBeKeptAreCountedWithinTheErrorOfTheSample() {
        Profile profile = daily(5, 1);
        for (int i = 0; i < 200; i++) {
            profile = profile.withReportedEvent(
                    from(i, 5 + i / 1000.0)
                            .from("203.0." + i + ".7", country("JP", "203.0." + i + ".0/24", 66_000 + i))
                            .kind(EventKind.AUTH_SUCCEEDED)
                            .event(),
                    ZONE,
                    false);
        }
        long counted = profile.history().days().sum(HistoryColumn.UNFAMILIAR_NETWORKS, Profile.day(START, ZONE) + 5, 1);
        assertThat(counted).isBetween(120L, 280L);
    }
}
