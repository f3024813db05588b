package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.attempt;
import static org.sekimori.profile.MailEventFixture.country;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** Refused and deferred attempts, as if each were kept. */
class RefusedAttemptsTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    record Refusal(MailEvent event, boolean forNow) {

        long second() {
            return event.time().getEpochSecond();
        }

        int day() {
            return Math.toIntExact(LocalDate.ofInstant(event.time(), ZONE).toEpochDay());
        }
    }

    record Move(int gap, int place, boolean forNow) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40_000),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(true, false, false))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }

    private static Origin place(int place) {
        return place == 9
                ? new Origin.Internal("private", "10.0.0.0/24")
                : country("A" + (char) ('A' + place % 5), "198.51." + place + ".0/24", 64500 + place % 7);
    }

    @Property(tries = 200)
    void answersAsIfEachWereKept(@ForAll("moves") List<Move> moves) {
        Profile profile = Profile.NEW;
        List<Refusal> kept = new ArrayList<>();
        long second = 0;
        for (Move move : moves) {
            second += move.gap;
            MailEvent event = attempt("n" + kept.size(), START.plusSeconds(second))
                    .from("198.51." + move.place + ".7", place(move.place))
                    .event();
            kept.add(new Refusal(event, move.forNow));
            profile = profile.refused(event, ZONE, true);
            profile = move.forNow ? profile.deferred(event, ZONE) : profile.rejected(event, ZONE);
        }
        profile = ProfileRoundTrip.decode(ProfileRoundTrip.encode(profile));
        Instant now = START.plusSeconds(second + 400);
        ProfileView view = profile.at(now, ZONE);
        for (String text : List.of("10m", "1h", "6h", "24h", "1d", "7d", "35d")) {
            TimeWindow window = TimeWindow.of(text);
            assertThat(view.refused(window)).as("refused " + text).isEqualTo(count(kept, now, window, false));
            assertThat(view.deferred(window)).as("deferred " + text).isEqualTo(count(kept, now, window, true));
        }
        for (String text : List.of("10m", "1h", "6h", "24h")) {
            places(view, kept, now, TimeWindow.of(text));
        }
        days(view, kept, now);
    }

    private static long count(List<Refusal> kept, Instant now, TimeWindow window, boolean forNow) {
        return kept.stream()
                .filter(one -> one.forNow == forNow && within(one, now, window))
                .count();
    }

    private static boolean within(Refusal one, Instant now, TimeWindow window) {
        if (window.step() == TimeWindow.Step.DAY) {
            int today = Math.toIntExact(LocalDate.ofInstant(now, ZONE).toEpochDay());
            return one.day() <= today && one.day() > today - window.steps();
        }
        long step = window.step().seconds();
        return now.getEpochSecond() / step - one.second() / step < window.steps();
    }

    /** By the minute, and only those refused for good from an address that locates a client. */
    private static void places(ProfileView view, List<Refusal> kept, Instant now, TimeWindow window) {
        Predicate<Refusal> counts = one -> !one.forNow
                && one.event.origin() instanceof Origin.Country
                && now.getEpochSecond() / 60 - one.second() / 60 < window.seconds() / 60;
        List<Origin.Country> places = kept.stream()
                .filter(counts)
                .map(one -> (Origin.Country) one.event.origin())
                .toList();
        assertThat(view.refusedCountries(window))
                .isEqualTo(
                        places.stream().map(Origin.Country::country).distinct().count());
        assertThat(view.refusedSystems(window))
                .isEqualTo(places.stream().map(Origin.Country::asn).distinct().count());
        assertThat(view.refusedNetworks(window))
                .isEqualTo(
                        places.stream().map(Origin.Country::network).distinct().count());
        for (int i = 0; i < 10; i++) {
            Origin origin = place(i);
            assertThat(view.refusedFromNetwork(origin, window))
                    .isEqualTo(places.stream().anyMatch(origin::equals));
            String code = origin instanceof Origin.Country c ? c.country() : "";
            assertThat(view.refusedFromCountry(origin, window))
                    .isEqualTo(places.stream().anyMatch(one -> one.country().equals(code)));
        }
    }

    private static void days(ProfileView view, List<Refusal> kept, Instant now) {
        int today = Math.toIntExact(LocalDate.ofInstant(now, ZONE).toEpochDay());
        for (int i = 0; i < 9; i++) {
            Origin.Country origin = (Origin.Country) place(i);
            long days = kept.stream()
                    .filter(one -> !one.forNow
                            && one.event.origin() instanceof Origin.Country c
                            && c.asn() == origin.asn()
                            && one.day() < today
                            && one.day() >= today - 31)
                    .map(Refusal::day)
                    .distinct()
                    .count();
            assertThat(view.refusedSystemDays(origin)).isEqualTo((int) days);
        }
    }

    private static Profile refusedFrom(Profile before, String id, int place, Instant time) {
        MailEvent event =
                attempt(id, time).from("198.51." + place + ".7", place(place)).event();
        return before.refused(event, ZONE, true).rejected(event, ZONE);
    }

    @Test
    void changeOfPasswordForgetsWhatWasRefusedBefore() {
        Profile profile = refusedFrom(Profile.NEW, "1", 1, START)
                .withReportedEvent(
                        attempt("p", START.plusSeconds(600))
                                .kind(EventKind.PASSWORD_CHANGED)
                                .event(),
                        ZONE,
                        false);
        ProfileView view = refusedFrom(profile, "2", 2, START.plusSeconds(1200)).at(START.plusSeconds(1300), ZONE);

        assertThat(view.refused(TimeWindow.DAY)).isEqualTo(1);
        assertThat(view.refusedCountries(TimeWindow.DAY)).isEqualTo(1);
    }

    /** Where an intruder was refused must not excuse him later; where the owner was, may. */
    @Test
    void habitOutlivesOnlyAJudgementAsHarmless() {
        Profile profile = refusedFrom(Profile.NEW, "1", 1, START);
        Instant later = START.plusSeconds(86_400);

        assertThat(profile.withJudgement(START, later, ZONE, true)
                        .at(later, ZONE)
                        .refusedSystemDays(place(1)))
                .isEqualTo(1);
        assertThat(profile.withJudgement(START, later, ZONE, false)
                        .at(later, ZONE)
                        .refusedSystemDays(place(1)))
                .isZero();
    }

    @Test
    void refusalOfTheMailServerCountsWithItsProofOnly() {
        MailEventFixture one = attempt("1", START);
        Profile accepted = Profile.NEW.accepted(one.event(), ZONE, false);
        MailEventFixture refusal = one.later(EventKind.REJECTED, "r", 1);

        assertThat(accepted.withReportedEvent(refusal.event(), ZONE, false)
                        .at(START, ZONE)
                        .refused(TimeWindow.DAY))
                .isZero();
        Profile proved = accepted.withReportedEvent(refusal.beforeQueue(), ZONE, false);
        assertThat(proved.at(START, ZONE).refused(TimeWindow.DAY)).isEqualTo(1);
        Profile again =
                proved.withReportedEvent(one.later(EventKind.REJECTED, "r2", 2).beforeQueue(), ZONE, false);
        assertThat(again.at(START, ZONE).refused(TimeWindow.DAY)).isEqualTo(1);
        assertThat(accepted.withReportedEvent(
                                one.later(EventKind.RATE_LIMITED, "l", 1).beforeQueue(), ZONE, false)
                        .at(START, ZONE)
                        .deferred(TimeWindow.DAY))
                .isEqualTo(1);
    }
}
