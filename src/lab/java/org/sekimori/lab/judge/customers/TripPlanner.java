package org.sekimori.lab.judge.customers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.lab.judge.customers.TripAbroad.GrantTiming;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** Plans customers' trips abroad. */
final class TripPlanner {

    private TripPlanner() {}

    /** The trips of a customer by rising time, without overlap. */
    static List<TripAbroad> of(WorldContext world, int number, CustomerClass customer) {
        double rate = CustomerParameters.habits(customer).tripsAYear()
                * world.assumptions().travel();
        if (rate <= 0) {
            return List.of();
        }
        RandomStream draw = world.draw("trips", number);
        double gap = NetworkParameters.DAYS_A_YEAR / rate;
        double day = NetworkParameters.FIRST_TRIP_DAY + draw.exponential(gap);
        List<TripAbroad> trips = List.of();
        while (day < world.days().count()) {
            TripAbroad trip = trip(world, draw, trips.size(), day, customer);
            if (trips.isEmpty()) {
                trips = new ArrayList<>(1);
            }
            trips.add(trip);
            day = world.days().day(trip.until()) + 1 + draw.exponential(gap);
        }
        return trips;
    }

    private static TripAbroad trip(
            WorldContext world, RandomStream draw, int index, double day, CustomerClass customer) {
        boolean often = customer == CustomerClass.TRAVELLER;
        double before = often ? NetworkParameters.OFTEN_GRANT_BEFORE : NetworkParameters.GRANT_BEFORE;
        double after = often ? NetworkParameters.OFTEN_GRANT_AFTER : NetworkParameters.GRANT_AFTER;
        GrantTiming manner = GrantTiming.values()[draw.weighted(before, after, 1 - before - after)];
        long from = world.days().startOfDay(0) + (long) (day * TimeSpan.DAY);
        return new TripAbroad(index, from, from + length(draw), countries(world, draw), manner);
    }

    private static long length(RandomStream draw) {
        double days = draw.logNormal(NetworkParameters.TRIP_LOG_DAYS, NetworkParameters.TRIP_SIGMA);
        days = Math.max(NetworkParameters.TRIP_LEAST_DAYS, Math.min(NetworkParameters.TRIP_MOST_DAYS, days));
        return (long) (days * TimeSpan.DAY);
    }

    private static List<String> countries(WorldContext world, RandomStream draw) {
        String first = world.access().destination(draw);
        if (!draw.chance(NetworkParameters.SECOND_COUNTRY)) {
            return List.of(first);
        }
        String second = world.access().destination(draw);
        return second.equals(first) ? List.of(first) : List.of(first, second);
    }

    /** With one more trip in the scored days, for which a grant is opened before; it replaces those that it meets. */
    static List<TripAbroad> withOneInScoredDays(WorldContext world, int number, List<TripAbroad> others) {
        RandomStream draw = world.draw("forced trip", number);
        TimeSpan scored = world.scored();
        long room = Math.max(1, scored.length() - NetworkParameters.TRIP_LEAST_DAYS * TimeSpan.DAY);
        long from = scored.from() + (long) (draw.uniform() * room);
        long until = from + length(draw);
        List<TripAbroad> trips = new ArrayList<>();
        for (TripAbroad other : others) {
            if (other.until() < from - TravelGrants.minimumGap() || other.from() > until) {
                trips.add(other);
            }
        }
        trips.add(new TripAbroad(others.size(), from, until, countries(world, draw), GrantTiming.BEFORE));
        trips.sort(Comparator.comparingLong(TripAbroad::from));
        return trips;
    }
}
