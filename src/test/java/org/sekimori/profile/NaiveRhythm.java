package org.sekimori.profile;

import java.util.ArrayList;
import java.util.List;

/** All times of accepted submissions with their days, and the freeze of learning; see {@link NaiveProfile}. */
final class NaiveRhythm {

    private final List<long[]> accepted = new ArrayList<>();
    private long frozenFrom;
    private long frozenUntil;

    void accepted(long second, int day) {
        accepted.add(new long[] {second, day});
    }

    boolean began() {
        return !accepted.isEmpty();
    }

    int firstDay() {
        return (int) accepted.stream().mapToLong(one -> one[1]).min().orElseThrow();
    }

    long secondsSinceFirst(long now, int today) {
        long newestDay = accepted.stream().mapToLong(one -> one[1]).max().orElse(-1);
        long first = accepted.stream()
                .filter(one -> one[1] == today)
                .mapToLong(one -> one[0])
                .min()
                .orElse(now);
        return newestDay == today ? Math.max(0, now - first) : 0;
    }

    long idle(long now, int today) {
        long newest = accepted.stream().mapToLong(one -> one[0]).max().orElse(0);
        long newestDay = accepted.stream().mapToLong(one -> one[1]).max().orElse(0);
        if (newestDay != today) {
            return began() ? Math.max(0, now - newest) : Rhythm.ALWAYS;
        }
        long first = accepted.stream()
                .filter(one -> one[1] == today)
                .mapToLong(one -> one[0])
                .min()
                .orElseThrow();
        long before = accepted.stream()
                .filter(one -> one[1] < today)
                .mapToLong(one -> one[0])
                .max()
                .orElse(first - Rhythm.ALWAYS);
        return first - before;
    }

    void suspected(long second) {
        long until = second + 72 * 3600;
        boolean apart = second > frozenUntil;
        if (frozenUntil == 0 || apart || until >= frozenFrom) {
            frozenFrom = frozenUntil == 0 || apart ? second : Math.min(second, frozenFrom);
            frozenUntil = Math.max(until, frozenUntil);
        }
    }

    void thaw(long second) {
        if (second >= frozenFrom) {
            frozenFrom = 0;
            frozenUntil = 0;
        }
    }

    boolean frozen(long second) {
        return second >= frozenFrom && second < frozenUntil;
    }
}
