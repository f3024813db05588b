package org.sekimori.engine;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/**
 * What rules found of an account at other events than submissions, and when it was last recorded: a finding is recorded once a
 * day, however many events show it. At most {@value #MOST}, the oldest leave first.
 */
final class RecentFindings {

    /** Nothing was found. */
    static final RecentFindings NONE = new RecentFindings(new int[0], new long[0]);

    /** A hash, and the seconds since the one before. */
    private static final int OCTETS_EACH = 4 + 10;

    static final StateSection<RecentFindings> SECTION = StateSection.of(
            40, NONE, RecentFindings::write, RecentFindings::read, value -> 2 + value.keys.length * OCTETS_EACH);

    /** More than the rules that one account meets in a day. */
    static final int MOST = 64;

    private static final long DAY_SECONDS = 86_400;

    /** Hashes of what was found, by when it was recorded. */
    private final int[] keys;

    /** Seconds since 1970. */
    private final long[] seconds;

    private RecentFindings(int[] keys, long[] seconds) {
        this.keys = keys;
        this.seconds = seconds;
    }

    /** Whether the same was recorded within a day before or after. */
    boolean has(int key, long second) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == key && Math.abs(second - seconds[i]) < DAY_SECONDS) {
                return true;
            }
        }
        return false;
    }

    /** With one more that is recorded now, without those of more than a day before. */
    RecentFindings plus(int key, long second) {
        int[] newKeys = new int[keys.length + 1];
        long[] newSeconds = new long[keys.length + 1];
        int size = 0;
        for (int i = keys.length >= MOST ? keys.length - MOST + 1 : 0; i < keys.length; i++) {
            if (keys[i] != key && second - seconds[i] < DAY_SECONDS) {
                newKeys[size] = keys[i];
                newSeconds[size++] = seconds[i];
            }
        }
        newKeys[size] = key;
        newSeconds[size++] = second;
        return new RecentFindings(Arrays.copyOf(newKeys, size), Arrays.copyOf(newSeconds, size));
    }

    private void write(BinaryStateWriter out) {
        out.number(keys.length);
        long before = 0;
        for (int i = 0; i < keys.length; i++) {
            out.fixed32(keys[i]).signed(seconds[i] - before);
            before = seconds[i];
        }
    }

    private static RecentFindings read(BinaryStateReader in) {
        int size = in.count();
        if (size > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " findings are remembered, not " + size);
        }
        int[] keys = new int[size];
        long[] seconds = new long[size];
        long second = 0;
        for (int i = 0; i < size; i++) {
            keys[i] = in.fixed32();
            second += in.signed();
            seconds[i] = second;
        }
        return new RecentFindings(keys, seconds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentFindings r && Arrays.equals(keys, r.keys) && Arrays.equals(seconds, r.seconds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(keys);
    }
}
