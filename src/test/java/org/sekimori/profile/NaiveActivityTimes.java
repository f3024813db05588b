package org.sekimori.profile;

import java.util.ArrayList;
import java.util.List;

/** All times of accepted submissions with their days, and the freeze of learning; see {@link NaiveProfile}. */
final class NaiveActivityTimes {

    private final List<long[]> accepted = new ArrayList<>();
    private long frozenFrom;
    private long frozenUntil;
    private long spent;

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
            return began() ? Math.max(0, now - newest) : ActivityRecency.ALWAYS;
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
                .orElse(first - ActivityRecency.ALWAYS);
        return first - before;
    }

    /** Nothing is learned for 72 hours, or as long as is left of the days allowed. */
    void suspected(long second, int days) {
        long most = days * 86_400L;
        long step = 72 * 3600L;
        if (frozenUntil == 0) {
            freeze(second, second + step, 0);
        } else if (second > frozenUntil) {
            long learning = second - frozenUntil;
            long owed = Math.max(0, spent + frozenUntil - frozenFrom - learning);
            if (owed + step <= most) {
                freeze(second, second + step, owed);
            }
        } else if (second + step >= frozenFrom) {
            long left = Math.max(0, most - spent);
            long from = frozenUntil - second <= left
                    ? Math.min(frozenFrom, second)
                    : Math.min(frozenFrom, frozenUntil - left);
            freeze(from, Math.max(frozenUntil, Math.min(second + step, from + left)), spent);
        }
    }

    private void freeze(long from, long until, long before) {
        frozenFrom = from;
        frozenUntil = until;
        spent = before;
    }

    void thaw(long second) {
        if (second >= frozenFrom) {
            freeze(0, 0, 0);
        }
    }

    boolean frozen(long second) {
        return second >= frozenFrom && second < frozenUntil;
    }
}
