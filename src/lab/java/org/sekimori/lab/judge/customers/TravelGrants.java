package org.sekimori.lab.judge.customers;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** An owner's grants for a trip: opening and extension. */
public final class TravelGrants {

    private static final long LENGTH = (long) (NetworkParameters.GRANT_DAYS * TimeSpan.DAY);

    private TravelGrants() {}

    /** Time that must lie between two trips so that their grants are apart. */
    static long minimumGap() {
        return LENGTH;
    }

    /** When the grant of a trip opened before begins: at the departure. */
    public static TimeSpan first(TripAbroad trip) {
        return new TimeSpan(trip.from(), trip.from() + LENGTH);
    }

    /** Opens it at home, to begin at the departure. */
    static void openBefore(WorldContext world, int number, TripAbroad trip, AccountEventCollector events) {
        RandomStream draw = world.draw("grant", number, trip.index());
        long ahead = (long) (draw.uniform() * NetworkParameters.GRANT_AHEAD_HOURS * TimeSpan.HOUR);
        long at = Math.max(world.days().startOfDay(0), trip.from() - ahead);
        open(draw, trip, at, trip.from(), events);
    }

    /** Opens it abroad, to begin now; gives the time. */
    static long openAfterRefusal(RandomStream draw, TripAbroad trip, long refused, AccountEventCollector events) {
        double minutes = draw.logNormal(NetworkParameters.REFUSED_LOG_MINUTES, NetworkParameters.REFUSED_SIGMA);
        long at = refused + TimeSpan.MINUTE + (long) (minutes * TimeSpan.MINUTE);
        open(draw, trip, at, at, events);
        return at;
    }

    private static void open(RandomStream draw, TripAbroad trip, long at, long from, AccountEventCollector events) {
        SortedSet<String> countries = new TreeSet<>();
        if (!draw.chance(NetworkParameters.GRANT_FOR_ALL)) {
            countries.addAll(trip.countries());
        }
        events.addGrantOpened(at, from, Collections.unmodifiableSortedSet(countries));
        long ends = from + LENGTH;
        while (ends < trip.until() && draw.chance(NetworkParameters.GRANT_EXTENDED)) {
            long extended = ends - (long) (draw.uniform() * NetworkParameters.EXTENDED_AHEAD_HOURS * TimeSpan.HOUR) - 1;
            events.addGrantExtended(extended);
            ends = extended + LENGTH;
        }
    }
}
