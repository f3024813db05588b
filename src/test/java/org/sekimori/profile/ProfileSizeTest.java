package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.attempt;
import static org.sekimori.profile.MailEventFixture.country;
import static org.sekimori.profile.MailEventFixture.people;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Origin;
import org.sekimori.rig.LongRun;

/** How many octets a profile takes: it is written to the changelog with every decision. */
class ProfileSizeTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final int DAY = 86_400;

    /** Of a flood so many events are measured once; an event changes little. No divisor of what a flood repeats. */
    private static final int EACH = LongRun.size(23, 1);

    /** Of what fills a profile over five weeks so much is sent each time: the last days are played in full. */
    private static final int SPARSE = LongRun.size(8, 1);

    private static final int FULL_DAYS = 3;

    private final Random random = new Random(7);
    private Profile profile = Profile.NEW;
    private int sent;
    private int most;

    /** 1 to 4 messages a day for 35 days from 3 networks to 40 correspondents, each confirmed. */
    @Test
    void typicalAccountTakesAtMostAKibibyte() {
        for (int day = 0; day < 35; day++) {
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                ordinary(day, 3, 40, 1);
            }
        }
        assertThat(most).isLessThanOrEqualTo(1024);
    }

    /** 60 messages a day to up to 5 of 200 correspondents, from 12 networks, for 35 days. */
    @Test
    void heavyAccountTakesAtMostThreeAndAHalfKibibytes() {
        for (int day = 0; day < 35; day++) {
            for (int left = 60; left > 0; left--) {
                ordinary(day, 12, 200, 5);
            }
        }
        assertThat(most).isLessThanOrEqualTo(3584);
    }

    /** The shipped limits used up by day and night: 1,000 messages and 2,000 recipients a day, 100 and 200 of them overseas. */
    @Test
    void accountThatUsesUpTheShippedLimitsTakesAtMostSixKibibytes() {
        for (int day = 0; day < 35; day++) {
            flood(day * DAY, DAY, day < 35 - FULL_DAYS ? 86 * SPARSE : 86, 10, 2, 2);
        }
        assertThat(most).isLessThanOrEqualTo(6144);
    }

    /** Every minute, half hour and day in every lane, to a million recipients each, all of whom bounce or complain. */
    @Test
    void nothingTakesMoreThanTheMost() {
        flood(0, 35 * DAY, 301 * SPARSE, 2, 1_000_000, 1000);
        flood(35 * DAY, DAY, 97, 2, 1_000_000, 1000);
        flood(36 * DAY, 7200, 7, 2, 1_000_000, 1000);
        assertThat(most).isLessThanOrEqualTo(Profile.MAX_OCTETS);
    }

    private void ordinary(int day, int places, int circle, int recipients) {
        Instant time = START.plusSeconds(day * (long) DAY + 28_800 + random.nextInt(36_000));
        int place = random.nextInt(places);
        MailEventFixture one = attempt("n" + sent++, time)
                .from("192.0." + place + ".7", country("JP", "192.0." + place + ".0/24", 64500 + place))
                .to(people("k1", random.nextInt(circle - recipients), 1 + random.nextInt(recipients)));
        profile = profile.accepted(one.event(), ZONE, false)
                .withReportedEvent(
                        one.later(EventKind.ACCEPTED, one.event().id() + "a", 2).event(), ZONE, false);
        measure();
    }

    private void flood(int from, int length, int step, int overseas, int count, int named) {
        for (int second = from; second < from + length; second += step) {
            int n = sent++;
            int place = random.nextInt(200);
            Instant time = START.plusSeconds(second);
            List<String> people = people("k1", n * 10, Math.min(named, 40));
            MailEventFixture one = attempt("n" + n, time).to(people, count);
            MailEventFixture guest = one.from("198." + place + ".2." + place, foreign(place));
            MailEventFixture chosen = n / 2 % 2 == 0 ? one : guest;
            if (n % 300 == 0) {
                profile = profile.withLearningFrozen(time.minusSeconds(72 * 3600 - 60), ZONE);
            }
            profile = profile.accepted(chosen.event(), ZONE, n % overseas == 0)
                    .withReportedEvent(
                            chosen.later(EventKind.BOUNCED, "b" + n, 1)
                                    .to(count / 2)
                                    .event(),
                            ZONE,
                            false)
                    .withReportedEvent(
                            chosen.later(EventKind.COMPLAINT, "c" + n, 1)
                                    .to(count / 2)
                                    .event(),
                            ZONE,
                            false)
                    .withReportedEvent(
                            guest.later(EventKind.AUTH_FAILED, "f" + n, 1).event(), ZONE, false);
            if (n % EACH == 0) {
                measure();
            }
        }
    }

    private static Origin foreign(int place) {
        String code = "" + (char) ('A' + place % 26) + (char) ('A' + place / 26);
        return country(code, "198." + place + ".2.0/24", 1000 + place);
    }

    private void measure() {
        most = Math.max(most, ProfileRoundTrip.encode(profile).length);
    }
}
