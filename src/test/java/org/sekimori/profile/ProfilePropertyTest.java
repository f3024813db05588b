package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** Random histories: the bounded profile answers as if every event had been kept, and its binary form loses nothing. */
class ProfilePropertyTest {

    /** A time zone with the beginning of a history that meets one of its irregular days. */
    enum Place {
        UTC("UTC", "2026-01-30T20:00:00Z"),
        BERLIN_SPRING("Europe/Berlin", "2026-03-28T20:00:00Z"),
        NEW_YORK_AUTUMN("America/New_York", "2026-10-31T22:00:00Z"),
        APIA_LEAP("Pacific/Apia", "2011-12-29T20:00:00Z"),
        TOKYO_MIDNIGHT("Asia/Tokyo", "2026-03-01T14:50:00Z");

        final ZoneId zone;
        final Instant start;

        Place(String zone, String start) {
            this.zone = ZoneId.of(zone);
            this.start = Instant.parse(start);
        }
    }

    /**
     * A history.
     *
     * @param place where it is lived
     * @param then the time zone from move {@code change} on
     */
    record History(Place place, Place then, int change, List<RandomHistoryStep> moves) {}

    @Provide
    Arbitrary<History> few() {
        return histories(7, 120);
    }

    @Provide
    Arbitrary<History> many() {
        return histories(300, 250);
    }

    private static Arbitrary<History> histories(int places, int moves) {
        return Combinators.combine(
                        Arbitraries.of(Place.class),
                        Arbitraries.of(Place.class),
                        Arbitraries.integers().between(0, 2 * moves),
                        RandomHistoryStep.any(places)
                                .list()
                                .ofMaxSize(moves)
                                .withSizeDistribution(RandomDistribution.uniform()))
                .as(History::new);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void answersAsIfEveryEventWereKept(@ForAll("few") History history) {
        live(history);
    }

    @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
    void answersAsIfEveryEventWereKeptFromHundredsOfPlaces(@ForAll("many") History history) {
        live(history);
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void answersAsIfEveryEventWereKeptInManyLives(@ForAll("few") History history) {
        live(history);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    @Tag("long")
    void answersAsIfEveryEventWereKeptFromHundredsOfPlacesInManyLives(@ForAll("many") History history) {
        live(history);
    }

    private static void live(History history) {
        Profile kept = Profile.NEW;
        Profile stored = Profile.NEW;
        NaiveProfile naive = new NaiveProfile();
        List<MailEvent> heard = new ArrayList<>();
        Instant now = history.place.start;
        ZoneId zone = history.place.zone;
        for (int n = 0; n < history.moves.size(); n++) {
            RandomHistoryStep move = history.moves.get(n);
            now = now.plusSeconds(move.gap());
            zone = n >= history.change ? history.then.zone : zone;
            MailEvent event = move.event(now, n);
            if (move.what() == RandomHistoryStep.What.AGAIN) {
                if (heard.isEmpty()) {
                    continue;
                }
                event = heard.get(Math.max(0, heard.size() - 1 - move.queue()));
            }
            kept = step(kept, move, event, zone);
            stored = ProfileRoundTrip.decode(ProfileRoundTrip.encode(step(stored, move, event, zone)));
            step(naive, move, event, zone);
            if (event.kind() != EventKind.ATTEMPT) {
                heard.add(event);
            }
            assertThat(stored).isEqualTo(kept);
            // What a step leaves as it was read is written without being decoded.
            assertThat(ProfileRoundTrip.encode(stored)).isEqualTo(ProfileRoundTrip.encode(kept));
            assertThat(stored.hashCode()).isEqualTo(kept.hashCode());
            new NaiveProfileComparison(stored, naive, now, zone).sums();
            new NaiveProfileComparison(stored, naive, event.time(), zone).sums();
            new NaiveProfileComparison(stored, naive, now, zone).present(zone == history.place.zone);
            if (naive.networks.known()) {
                ProfileView view = stored.at(now, zone);
                int today = Profile.day(now, zone);
                assertThat(view.isFamiliar(event.origin())).isEqualTo(naive.networks.familiar(event.origin(), today));
                assertThat(view.knownNetwork(event.origin())).isEqualTo(naive.networks.met(event.origin()));
            }
        }
        assertThat(ProfileRoundTrip.encode(kept).length).isLessThanOrEqualTo(Profile.MAX_OCTETS);
    }

    private static Profile step(Profile profile, RandomHistoryStep move, MailEvent event, ZoneId zone) {
        return switch (move.what()) {
            case ACCEPT -> profile.accepted(event, zone, move.overseas());
            case REFUSE -> profile.refused(event, zone, move.overseas());
            case IMPORT -> profile.withImported(event, zone, move.overseas());
            case SUSPICION -> profile.withLearningFrozen(event.time(), zone);
            case TOLD_OTHERWISE ->
                profile.withActualAnswer(Profile.key(event), event.time().getEpochSecond(), move.place() % 2 == 0);
            default -> profile.withReportedEvent(event, zone, move.overseas());
        };
    }

    private static void step(NaiveProfile naive, RandomHistoryStep move, MailEvent event, ZoneId zone) {
        switch (move.what()) {
            case ACCEPT -> naive.accepted(event, zone, move.overseas());
            case REFUSE -> naive.refused(event, zone, move.overseas());
            case IMPORT -> naive.imported(event, zone, move.overseas());
            case SUSPICION -> naive.suspected(event, zone);
            case TOLD_OTHERWISE -> naive.toldOtherwise(event, event.time().getEpochSecond(), move.place() % 2 == 0);
            default -> naive.heard(event, zone, move.overseas());
        }
    }
}
