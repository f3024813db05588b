package org.sekimori.rules.registration;

import java.util.HashMap;
import java.util.Map;

/**
 * A sample of recipients by hash, of bounded size: all while there are few, else those whose hash lies below a bound that falls as
 * more come. Counts scaled by the sample's share are good to about one part in twenty.
 */
final class RecipientSample {

    private static final int MOST = 512;

    /** By hash: the first and the last day. */
    private final Map<Integer, long[]> days = new HashMap<>();

    /** One in 2^shift recipients is kept. */
    private int shift;

    /** Of a day: sampled recipients, and those of them who were written to on an earlier day. */
    private long day = Long.MIN_VALUE;

    private int ofDay;
    private int knownOfDay;

    /** A recipient of a message on a day; days never fall. */
    void add(long onDay, String recipient) {
        if (onDay != day) {
            day = onDay;
            ofDay = 0;
            knownOfDay = 0;
        }
        int hash = mixed(recipient.hashCode());
        if (shift > 0 && hash >>> (32 - shift) != 0) {
            return;
        }
        long[] seen = days.get(hash);
        if (seen == null) {
            days.put(hash, new long[] {onDay, onDay});
            ofDay++;
        } else if (seen[1] != onDay) {
            seen[1] = onDay;
            ofDay++;
            knownOfDay++;
        }
        while (days.size() > MOST) {
            shrink();
        }
    }

    private void shrink() {
        shift++;
        days.keySet().removeIf(hash -> hash >>> (32 - shift) != 0);
        ofDay = 0;
        knownOfDay = 0;
        for (long[] seen : days.values()) {
            ofDay += seen[1] == day ? 1 : 0;
            knownOfDay += seen[1] == day && seen[0] < day ? 1 : 0;
        }
    }

    /** About how many different recipients there were on the day of the last one. */
    long ofDay() {
        return (long) ofDay << shift;
    }

    /** Which share of these was written to on an earlier day; 0 without any. */
    double knownShareOfDay() {
        return ofDay == 0 ? 0 : (double) knownOfDay / ofDay;
    }

    /** About how many different recipients there were in all. */
    long all() {
        return (long) days.size() << shift;
    }

    /** Murmur's finaliser: neighbouring hash codes fall anywhere. */
    private static int mixed(int value) {
        int h = value;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
