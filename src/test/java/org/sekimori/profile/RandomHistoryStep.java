package org.sekimori.profile;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * One step of a random history, in numbers that shrink towards the plainest step: an accepted submission at once.
 *
 * @param what what happens
 * @param gap seconds since the step before
 * @param late seconds between the event and our hearing of it
 * @param place from where, 0 to 299
 * @param queue number of the queue id; few, so that outcomes find submissions and ids are used again
 * @param people recipients
 */
record RandomHistoryStep(What what, int gap, int late, int place, int queue, People people) {

    enum What {
        ACCEPT,
        REFUSE,
        TAKEN,
        /** A try that failed, or a refusal, with proof that it was before the queue or without. */
        NOT_DELIVERED,
        BOUNCE,
        COMPLAINT,
        LOG_IN,
        FAILURE,
        PASSWORD,
        SUSPICION,
        AGAIN,
        TOLD_OTHERWISE,
        IMPORT
    }

    /**
     * Recipients.
     *
     * @param count envelope recipients
     * @param named how many of them bring a hash
     * @param first number of the first one
     * @param key number of the key that they are hashed with
     */
    record People(int count, int named, int first, int key) {
        List<String> hashes() {
            return MailEventFixture.people("k" + key, first, Math.min(count, named));
        }
    }

    private static final List<EventKind> NOT_DELIVERED =
            List.of(EventKind.DEFERRED, EventKind.REJECTED, EventKind.RATE_LIMITED);

    /** Moves of an account that is used from so many places. */
    static Arbitrary<RandomHistoryStep> any(int places) {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(9, What.ACCEPT),
                Tuple.of(1, What.REFUSE),
                Tuple.of(4, What.TAKEN),
                Tuple.of(2, What.NOT_DELIVERED),
                Tuple.of(3, What.BOUNCE),
                Tuple.of(1, What.COMPLAINT),
                Tuple.of(2, What.LOG_IN),
                Tuple.of(2, What.FAILURE),
                Tuple.of(1, What.PASSWORD),
                Tuple.of(1, What.SUSPICION),
                Tuple.of(2, What.AGAIN),
                Tuple.of(1, What.TOLD_OTHERWISE),
                Tuple.of(1, What.IMPORT));
        Arbitrary<Integer> gap = Arbitraries.frequencyOf(
                Tuple.of(50, Arbitraries.integers().between(0, 90)),
                Tuple.of(25, Arbitraries.integers().between(0, 4000)),
                Tuple.of(20, Arbitraries.integers().between(0, 80_000)),
                Tuple.of(4, Arbitraries.integers().between(0, 350_000)),
                Tuple.of(1, Arbitraries.integers().between(0, 3_000_000)));
        Arbitrary<Integer> late = Arbitraries.frequencyOf(
                Tuple.of(70, Arbitraries.just(0)),
                Tuple.of(15, Arbitraries.integers().between(0, 600)),
                Tuple.of(10, Arbitraries.integers().between(0, 100_000)),
                Tuple.of(5, Arbitraries.integers().between(0, 800_000)));
        Arbitrary<Integer> place = Arbitraries.integers().between(0, places - 1);
        Arbitrary<Integer> queue = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 15));
        Arbitrary<People> people = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.integers().between(0, 4)),
                                Tuple.of(2, Arbitraries.integers().between(0, 200))),
                        Arbitraries.of(1000, 0, 1),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.frequency(Tuple.of(15, 1), Tuple.of(1, 2)))
                .as(People::new);
        return Combinators.combine(what, gap, late, place, queue, people).as(RandomHistoryStep::new);
    }

    /** The event, heard at a time as the n-th one. */
    MailEvent event(Instant heard, int n) {
        EventKind kind =
                switch (what) {
                    case TAKEN -> EventKind.ACCEPTED;
                    case NOT_DELIVERED -> NOT_DELIVERED.get(n % 3);
                    case BOUNCE -> EventKind.BOUNCED;
                    case COMPLAINT -> EventKind.COMPLAINT;
                    case LOG_IN -> EventKind.AUTH_SUCCEEDED;
                    case FAILURE -> EventKind.AUTH_FAILED;
                    case PASSWORD -> EventKind.PASSWORD_CHANGED;
                    default -> EventKind.ATTEMPT;
                };
        MailEventFixture plain = MailEventFixture.attempt("e" + n, heard.minusSeconds(late))
                .kind(kind)
                .queue(queue % 2 == 0 ? "mx1" : "mx2", queue == 15 ? null : "Q" + queue / 3)
                .from(address(), origin())
                .to(people.hashes(), people.count());
        MailEvent event = (queue == 13 ? plain.status("5.6.7") : plain).event();
        return kind.refusal() && n % 4 != 0 ? event.refusedBeforeQueue() : event;
    }

    boolean overseas() {
        return place % 3 == 2;
    }

    private String address() {
        return place % 11 == 10 ? "2001:db8:" + place + "::1" : "10." + place / 8 + "." + place + ".1";
    }

    private Origin origin() {
        String network = place % 11 == 10 ? "2001:db8:" + place + "::/48" : "10." + place / 8 + "." + place + ".0/24";
        String country = "" + (char) ('A' + place % 8) + (char) ('A' + place / 8 % 26);
        return switch (place % 13) {
            case 9 -> new Origin.Relay("google", network);
            case 8 -> new Origin.Internal("private", network);
            case 7 -> new Origin.Unknown("no_entry", network, null);
            case 6 -> new Origin.Unknown("no_address", null, null);
            default -> MailEventFixture.country(country, network, place % 5 == 4 ? 0 : 64500 + place / 6);
        };
    }
}
