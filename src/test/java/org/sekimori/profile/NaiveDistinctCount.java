package org.sekimori.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All sightings of values; see {@link NaiveProfile}. */
final class NaiveDistinctCount {

    private static final long DAY = 1440;

    private record Sighting(String value, long minute, boolean marked) {}

    private final int capacity;
    private final List<Sighting> sightings = new ArrayList<>();
    private long newest = Long.MIN_VALUE / 2;
    private long inexactUntil = Long.MIN_VALUE / 2;
    private long most;

    NaiveDistinctCount(int capacity) {
        this.capacity = capacity;
    }

    void plus(String value, long second) {
        plus(value, second, false);
    }

    void plus(String value, long second, boolean marked) {
        long minute = Math.floorDiv(second, 60L);
        newest = Math.max(newest, minute);
        if (minute <= newest - DAY) {
            return;
        }
        sightings.add(new Sighting(value, minute, marked));
        boolean inexact = newest < inexactUntil;
        long distinct = in(newest, DAY).size();
        most = inexact ? Math.max(most, distinct) : distinct;
        if (distinct > capacity) {
            inexactUntil = newest + DAY;
        } else if (inexact) {
            inexactUntil = Math.max(inexactUntil, minute + DAY);
        }
    }

    /** What was seen in the minute of {@code second} or before is forgotten. */
    void forget(long second) {
        long minute = Math.floorDiv(second, 60L);
        sightings.removeIf(sighting -> sighting.minute <= minute);
        inexactUntil = inexactUntil <= minute + DAY ? Long.MIN_VALUE / 2 : inexactUntil;
        newest = sightings.stream()
                .mapToLong(Sighting::minute)
                .max()
                .orElse(Math.max(Long.MIN_VALUE / 2, inexactUntil - DAY));
    }

    void clear() {
        sightings.clear();
        newest = Long.MIN_VALUE / 2;
        inexactUntil = newest;
    }

    /** Whether a question as of this time can be answered at all: the past is overwritten by what came later. */
    boolean answers(long now) {
        return Math.floorDiv(now, 60L) >= newest;
    }

    boolean exact(long now) {
        return Math.floorDiv(now, 60L) >= inexactUntil;
    }

    /** Six standard errors of the number in a window, of which each value is sampled with capacity / most. */
    double error(long distinct) {
        double odds = 2.0 * most / capacity;
        return 6 * Math.sqrt(distinct * odds) + 6 * odds;
    }

    Set<String> in(long minute, long minutes) {
        Set<String> values = new HashSet<>();
        for (Sighting one : sightings) {
            if (one.minute > minute - minutes && one.minute <= minute) {
                values.add(one.value);
            }
        }
        return values;
    }

    /** Those of {@link #values} that were marked when they were last seen. */
    long marked(long now, TimeWindow window) {
        return values(now, window).stream().filter(this::lastMarked).count();
    }

    private boolean lastMarked(String value) {
        Sighting last = null;
        for (Sighting one : sightings) {
            last = one.value.equals(value) && (last == null || one.minute >= last.minute) ? one : last;
        }
        return last != null && last.marked;
    }

    Set<String> values(long now, TimeWindow window) {
        return in(Math.floorDiv(now, 60L), window.seconds() / 60);
    }
}
