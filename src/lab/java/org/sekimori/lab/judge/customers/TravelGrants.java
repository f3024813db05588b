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
    static void openBefore(WorldContext ground, int number, TripAbroad trip, AccountEventCollector diary) {
        RandomStream draw = ground.draw("grant", number, trip.index());
        long ahead = (long) (draw.uniform() * NetworkParameters.GRANT_AHEAD_HOURS * TimeSpan.HOUR);
        long at = Math.max(ground.days().startOfDay(0), trip.from() - ahead);
        open(draw, trip, at, trip.from(), diary);
    }

    /** Opens it abroad, to begin now; gives the time. */
    static long openAfterRefusal(RandomStream draw, TripAbroad trip, long refused, AccountEventCollector diary) {
        double minutes = draw.logNormal(NetworkParameters.REFUSED_LOG_MINUTES, NetworkParameters.REFUSED_SIGMA);
        long at = refused + TimeSpan.MINUTE + (long) (minutes * TimeSpan.MINUTE);
        open(draw, trip, at, at, diary);
        return at;
    }

    private static void open(RandomStream draw, TripAbroad trip, long at, long from, AccountEventCollector diary) {
        SortedSet<String> countries = new TreeSet<>();
        if (!draw.chance(NetworkParameters.GRANT_FOR_ALL)) {
            countries.addAll(trip.countries());
        }
        diary.addGrantOpened(at, from, Collections.unmodifiableSortedSet(countries));
        long ends = from + LENGTH;
        while (ends < trip.until() && draw.chance(NetworkParameters.GRANT_EXTENDED)) {
            long extended = ends - (long) (draw.uniform() * NetworkParameters.EXTENDED_AHEAD_HOURS * TimeSpan.HOUR) - 1;
            diary.addGrantExtended(extended);
            ends = extended + LENGTH;
        }
    }
}
