package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** What a profile says of senders and recipients against a model that keeps every message. */
class CorrespondencePropertyTest {

    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    /**
     * A message.
     *
     * @param minutes since the one before
     * @param sender 0 for the account itself, 1 for the null sender, else another
     * @param people numbers of its recipients; each ten share a domain
     * @param abroad whether it comes from a network of its own
     */
    private record Message(int minutes, int sender, Set<Integer> people, boolean abroad) {}

    /** A message as the model keeps it. */
    private record Kept(long second, String sender, Set<String> domains, boolean unfamiliar, int fresh, int compared) {}

    @Provide
    static Arbitrary<List<Message>> messages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2000),
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.integers()
                                .between(0, 120)
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(4),
                        Arbitraries.of(false, false, false, true))
                .as(Message::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 100)
    void theAnswersAreThoseOfAModelThatKeepsEveryMessage(@ForAll("messages") List<Message> messages) {
        Profile profile = Profile.NEW;
        List<Kept> kept = new ArrayList<>();
        Instant time = START;
        int number = 0;
        for (Message one : messages) {
            time = time.plusSeconds(one.minutes * 60L);
            MailEvent event = event(one, time, number++);
            CorrespondenceView view = profile.correspondence(event, ZONE);
            boolean unfamiliar = !profile.at(time, ZONE).isFamiliar(event.origin());
            List<String> people = event.recipients();
            int fresh = profile.fresh(people, KnownRecipients.distinct(people));
            compare(view, kept, event, unfamiliar, fresh);
            kept.add(kept(event, unfamiliar, fresh));
            profile = ProfileRoundTrip.decode(ProfileRoundTrip.encode(profile.accepted(event, ZONE, false)));
        }
    }

    private static void compare(
            CorrespondenceView view, List<Kept> before, MailEvent event, boolean unfamiliar, int fresh) {
        long now = event.time().getEpochSecond();
        List<Kept> all = new ArrayList<>(before);
        all.add(kept(event, unfamiliar, fresh));
        for (TimeWindow window : List.of(TimeWindow.of("30m"), TimeWindow.HOUR, TimeWindow.DAY)) {
            long first = Math.floorDiv(now, 60) - window.seconds() / 60;
            List<Kept> within = all.stream()
                    .filter(one -> Math.floorDiv(one.second, 60) > first)
                    .toList();
            long senders = within.stream()
                    .map(Kept::sender)
                    .filter(Predicate.not(String::isEmpty))
                    .distinct()
                    .count();
            if (exact(all, now, one -> Set.of(one.sender), CorrespondenceSections.EXACT_SENDERS)) {
                assertThat(view.senders(window)).as("senders %s", window).isEqualTo(senders);
            }
            if (exact(all, now, Kept::domains, CorrespondenceSections.EXACT_DOMAINS)) {
                Set<String> domains = new TreeSet<>();
                Set<String> strange = new TreeSet<>();
                for (Kept one : within) {
                    domains.addAll(one.domains);
                    strange.removeAll(one.domains);
                    strange.addAll(one.unfamiliar ? one.domains : Set.of());
                }
                assertThat(view.domains(window)).as("domains %s", window).isEqualTo(domains.size());
                assertThat(view.unfamiliarDomains(window)).isEqualTo(strange.size());
            }
        }
        assertThat(view.domains()).isEqualTo(all.get(all.size() - 1).domains.size());
        assertThat(view.newRecipients()).isEqualTo(fresh);
        assertThat(view.newShare())
                .isEqualTo(fresh < 0 ? -1 : (double) fresh / event.recipients().size());
        shares(view, before, day(now));
        assertThat(view.idleDays()).isEqualTo(idleDays(before, now));
        assertThat(view.ageDays()).isEqualTo(before.isEmpty() ? -1 : day(now) - day(before.get(0).second));
    }

    /** Days before today, of the last 34; today's mail is no habit yet. */
    private static void shares(CorrespondenceView view, List<Kept> before, long today) {
        List<Kept> own = before.stream()
                .filter(one -> day(one.second) < today && day(one.second) >= today - 34)
                .toList();
        double fresh = own.stream().mapToInt(Kept::fresh).sum();
        double compared = own.stream().mapToInt(Kept::compared).sum();
        assertThat(view.usualNewShare())
                .isCloseTo(Math.max(0.03, Math.min(0.8, (1 + fresh) / (12 + compared))), within(1e-9));
        for (int days : new int[] {1, 7, 35}) {
            List<Kept> strange = before.stream()
                    .filter(one -> one.unfamiliar && day(one.second) > today - days)
                    .toList();
            double ofStrange = strange.stream().mapToInt(Kept::compared).sum();
            double newOfStrange = strange.stream().mapToInt(Kept::fresh).sum();
            assertThat(view.newShareUnfamiliar(TimeWindow.of(days + "d")))
                    .isEqualTo(ofStrange == 0 ? -1 : newOfStrange / ofStrange);
        }
    }

    private static long idleDays(List<Kept> before, long now) {
        long first = before.stream()
                .filter(one -> day(one.second) == day(now))
                .mapToLong(Kept::second)
                .findFirst()
                .orElse(now);
        return before.stream().filter(one -> day(one.second) < day(now)).mapToLong(Kept::second).max().stream()
                .map(last -> (first - last) / 86_400)
                .findFirst()
                .orElse(-1);
    }

    private static boolean exact(List<Kept> all, long now, Function<Kept, Set<String>> values, int capacity) {
        // A sample is kept for a day after the last dropped value.
        return all.stream()
                        .filter(one -> one.second > now - 2 * 86_400L)
                        .flatMap(one -> values.apply(one).stream())
                        .filter(Predicate.not(String::isEmpty))
                        .distinct()
                        .count()
                <= capacity;
    }

    private static Kept kept(MailEvent event, boolean unfamiliar, int fresh) {
        Set<String> domains = new TreeSet<>();
        event.recipients().forEach(one -> domains.add(one.substring(one.indexOf('@'))));
        String other = CorrespondenceSections.otherSender(event);
        return new Kept(
                event.time().getEpochSecond(),
                other == null ? "" : other,
                domains,
                unfamiliar,
                Math.max(0, fresh),
                fresh < 0 ? 0 : event.recipients().size());
    }

    private static long day(long second) {
        return Math.floorDiv(second, 86_400);
    }

    private static MailEvent event(Message one, Instant time, int number) {
        String sender =
                one.sender == 0 ? "Someone@isp.example" : one.sender == 1 ? "" : "other" + one.sender + "@example.org";
        List<String> people = one.people.stream()
                .map(person -> "k1%010x@domain%d.example".formatted(person * 2654435761L, person / 10))
                .toList();
        String network = "198.18." + number + ".0/24";
        Origin origin = one.abroad
                ? MailEventFixture.country("DE", network, 1000 + number)
                : MailEventFixture.country("JP", "192.0.2.0/24", 64500);
        return MailEventFixture.attempt("m" + number, time)
                .kind(EventKind.ATTEMPT)
                .from(one.abroad ? "198.18." + number + ".1" : "192.0.2.1", origin)
                .to(people)
                .event()
                .toBuilder()
                .sender(sender)
                .build();
    }
}
