package org.sekimori.lab.judge;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.lab.world.Draw;

/** How the owner of an account opens and extends grants for a trip. */
final class Grants {

    private static final long LENGTH = (long) (PlaceNumbers.GRANT_DAYS * Span.DAY);

    private Grants() {}

    /** Time that must lie between two trips so that their grants are apart. */
    static long clear() {
        return LENGTH;
    }

    /** When the grant of a trip opened before begins: at the departure. */
    static Span first(Trip trip) {
        return new Span(trip.from(), trip.from() + LENGTH);
    }

    /** Opens it at home, to begin at the departure. */
    static void openBefore(Ground ground, int number, Trip trip, Diary diary) {
        Draw draw = ground.draw("grant", number, trip.index());
        long ahead = (long) (draw.uniform() * PlaceNumbers.GRANT_AHEAD_HOURS * Span.HOUR);
        long at = Math.max(ground.days().dawn(0), trip.from() - ahead);
        open(draw, trip, at, trip.from(), diary);
    }

    /** Opens it abroad, to begin now; gives the time. */
    static long openAfterRefusal(Draw draw, Trip trip, long refused, Diary diary) {
        double minutes = draw.logNormal(PlaceNumbers.REFUSED_LOG_MINUTES, PlaceNumbers.REFUSED_SIGMA);
        long at = refused + Span.MINUTE + (long) (minutes * Span.MINUTE);
        open(draw, trip, at, at, diary);
        return at;
    }

    private static void open(Draw draw, Trip trip, long at, long from, Diary diary) {
        SortedSet<String> countries = new TreeSet<>();
        if (!draw.chance(PlaceNumbers.GRANT_FOR_ALL)) {
            countries.addAll(trip.countries());
        }
        diary.granted(at, from, Collections.unmodifiableSortedSet(countries));
        long ends = from + LENGTH;
        while (ends < trip.until() && draw.chance(PlaceNumbers.GRANT_EXTENDED)) {
            long extended = ends - (long) (draw.uniform() * PlaceNumbers.EXTENDED_AHEAD_HOURS * Span.HOUR) - 1;
            diary.extended(extended);
            ends = extended + LENGTH;
        }
    }
}
