package org.sekimori.lab.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.lab.judge.Trip.Manner;
import org.sekimori.lab.world.Draw;

/** When customers are abroad. */
final class Trips {

    private Trips() {}

    /** The trips of a customer by rising time, without overlap. */
    static List<Trip> of(Ground ground, int number, Customer customer) {
        double rate = PeopleNumbers.habits(customer).tripsAYear()
                * ground.assumptions().travel();
        if (rate <= 0) {
            return List.of();
        }
        Draw draw = ground.draw("trips", number);
        double gap = PlaceNumbers.DAYS_A_YEAR / rate;
        double day = PlaceNumbers.FIRST_TRIP_DAY + draw.exponential(gap);
        List<Trip> trips = List.of();
        while (day < ground.days().count()) {
            Trip trip = trip(ground, draw, trips.size(), day, customer);
            if (trips.isEmpty()) {
                trips = new ArrayList<>(1);
            }
            trips.add(trip);
            day = ground.days().day(trip.until()) + 1 + draw.exponential(gap);
        }
        return trips;
    }

    private static Trip trip(Ground ground, Draw draw, int index, double day, Customer customer) {
        boolean often = customer == Customer.TRAVELLER;
        double before = often ? PlaceNumbers.OFTEN_GRANT_BEFORE : PlaceNumbers.GRANT_BEFORE;
        double after = often ? PlaceNumbers.OFTEN_GRANT_AFTER : PlaceNumbers.GRANT_AFTER;
        Manner manner = Manner.values()[draw.weighted(before, after, 1 - before - after)];
        long from = ground.days().dawn(0) + (long) (day * Span.DAY);
        return new Trip(index, from, from + length(draw), countries(ground, draw), manner);
    }

    private static long length(Draw draw) {
        double days = draw.logNormal(PlaceNumbers.TRIP_LOG_DAYS, PlaceNumbers.TRIP_SIGMA);
        days = Math.max(PlaceNumbers.TRIP_LEAST_DAYS, Math.min(PlaceNumbers.TRIP_MOST_DAYS, days));
        return (long) (days * Span.DAY);
    }

    private static List<String> countries(Ground ground, Draw draw) {
        String first = ground.access().destination(draw);
        if (!draw.chance(PlaceNumbers.SECOND_COUNTRY)) {
            return List.of(first);
        }
        String second = ground.access().destination(draw);
        return second.equals(first) ? List.of(first) : List.of(first, second);
    }

    /** With one more trip in the scored days, for which a grant is opened before; it replaces those that it meets. */
    static List<Trip> withOneInScoredDays(Ground ground, int number, List<Trip> others) {
        Draw draw = ground.draw("forced trip", number);
        Span scored = ground.scored();
        long room = Math.max(1, scored.length() - PlaceNumbers.TRIP_LEAST_DAYS * Span.DAY);
        long from = scored.from() + (long) (draw.uniform() * room);
        long until = from + length(draw);
        List<Trip> trips = new ArrayList<>();
        for (Trip other : others) {
            if (other.until() < from - Grants.clear() || other.from() > until) {
                trips.add(other);
            }
        }
        trips.add(new Trip(others.size(), from, until, countries(ground, draw), Manner.BEFORE));
        trips.sort(Comparator.comparingLong(Trip::from));
        return trips;
    }
}
