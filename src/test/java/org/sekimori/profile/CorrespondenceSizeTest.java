package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** How many octets a profile takes whose account uses every section: see {@link ProfileSizeTest} for the others. */
class CorrespondenceSizeTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final int DAY = 86_400;

    private final Random random = new Random(11);
    private Profile profile = Profile.NEW;
    private int sent;
    private int most;

    /**
     * 1 to 4 messages a day for 35 days to 40 people in ten domains, from 3 networks and one hotel, with the HELO of two programs and
     * TLS, a second sender at times, and a bounce. The target of 1,024 octets is missed since strangers from new networks are summed up
     * apart (docs/performance.md); the bound keeps it from growing further.
     */
    @Test
    void typicalAccountTakesLittleMoreThanAKibibyte() {
        for (int day = 0; day < 35; day++) {
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                Instant time = START.plusSeconds(day * (long) DAY + 28_800 + random.nextInt(36_000));
                int place = day == 20 && left == 1 ? 99 : random.nextInt(3) * 3;
                send(time, place, 1, 40, left == 2 ? 1 : 0, place % 2);
            }
            if (day == 25) {
                bounce(START.plusSeconds(day * (long) DAY + 85_000));
            }
            measure();
        }
        assertThat(most).isLessThanOrEqualTo(1088);
    }

    /** Every sender, domain, HELO and network is another, every message bounces in part, and eight rules flag every day. */
    @Test
    void nothingTakesMoreThanTheMost() {
        for (int day = 0; day < 36; day++) {
            for (int i = 0; i < 120; i++) {
                Instant time = START.plusSeconds(day * (long) DAY + i * 700L);
                send(time, sent, 4, 100_000, sent, sent);
                bounce(time.plusSeconds(5));
            }
            for (int rule = 0; rule < 9; rule++) {
                profile = profile.withFlags(
                        List.of("rule-" + rule), flaggedAt(START.plusSeconds(day * (long) DAY + 86_000)), ZONE);
            }
            measure();
        }
        assertThat(most).isLessThanOrEqualTo(Profile.MAX_OCTETS);
        assertThat(ProfileRoundTrip.decode(ProfileRoundTrip.encode(profile))).isEqualTo(profile);
    }

    private void send(Instant time, int place, int recipients, int circle, int sender, int program) {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            int person = random.nextInt(circle);
            people.add("k1%010x@domain%d.example".formatted(person * 2654435761L, person / 4));
        }
        int a = place / 250 % 250;
        String network = "198." + a + "." + place % 250 + ".0/24";
        Origin origin = MailEventFixture.country(place % 3 == 0 ? "JP" : "DE", network, 64_500 + place);
        MailEventFixture one = MailEventFixture.attempt("n" + sent++, time)
                .from("198." + a + "." + place % 250 + ".7", origin)
                .to(people);
        MailEvent event = one.event().toBuilder()
                .helo("host" + program + ".example")
                .tls("TLSv1.3")
                .sender(sender == 0 ? "someone@isp.example" : "sender" + sender + "@other.example")
                .build();
        profile = profile.accepted(event, ZONE, place % 3 != 0);
    }

    private void bounce(Instant time) {
        MailEventFixture last = MailEventFixture.attempt("n" + (sent - 1), time);
        profile = profile.withReportedEvent(
                last.later(EventKind.BOUNCED, "b" + sent, 0).status("5.1.1").event(), ZONE, false);
    }

    private void measure() {
        int octets = ProfileRoundTrip.encode(profile).length;
        most = Math.max(most, octets);
    }

    private static MailEvent flaggedAt(Instant time) {
        return MailEvent.builder("flagged", time, EventKind.ATTEMPT, Account.of("someone@isp.example"))
                .build();
    }
}
