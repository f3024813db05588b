package org.sekimori.profile.habits;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Names seen with an account, by hash, and the local days of the last 31 before its newest one that count for each; a value that is
 * replaced as a whole. A day that was only seen makes a name known and does not count.
 *
 * <p>When it is full, the name with the fewest counted days makes way, of several the one not seen for longest: a flood of names
 * that are seen once costs no name that was seen on two days. Up to {@code most} names answers are exact, but for names that
 * share one of 2<sup>32</sup> hashes.
 */
public final class NameDays {

    /** Most days before today that are known. */
    public static final int MOST_DAYS = 31;

    /** Days that a person's word is worth. */
    static final int TAUGHT = 8;

    /** Largest entry in octets: hash, day and days. */
    private static final int LARGEST = 4 + 5 + 5;

    private final int most;
    private final int[] hashes;

    /** The newest local day on which each was seen. */
    private final int[] newest;

    /** Bit i: the i-th day before the newest counts. */
    private final int[] days;

    private NameDays(int most, int[] hashes, int[] newest, int[] days) {
        this.most = most;
        this.hashes = hashes;
        this.newest = newest;
        this.days = days;
    }

    /** Without a name, with room for {@code most}. */
    public static NameDays empty(int most) {
        return new NameDays(most, new int[0], new int[0], new int[0]);
    }

    private int find(int hash) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    public boolean contains(int hash) {
        return find(hash) >= 0;
    }

    public boolean isEmpty() {
        return hashes.length == 0;
    }

    /** Counted days of a name before today, of the last {@value #MOST_DAYS}. */
    public int daysBefore(int hash, int today) {
        int at = find(hash);
        return at < 0 ? 0 : Integer.bitCount(counted(at, today - 1));
    }

    /** Whether any other name has a counted day before today, of the last {@value #MOST_DAYS}. */
    public boolean anyOther(int hash, int today) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != hash && counted(i, today - 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The counted days of an entry, bit 0 that of {@code last}; of 31 days. */
    private int counted(int at, int last) {
        long shifted = shift(days[at] & 0xffffffffL, last - newest[at]);
        return (int) shifted & 0x7fffffff;
    }

    private static long shift(long bits, int by) {
        if (by <= -Long.SIZE || by >= Long.SIZE) {
            return 0;
        }
        return by >= 0 ? bits << by : bits >>> -by;
    }

    /**
     * After a day on which a name was seen, in any order of days; a day more than {@value #MOST_DAYS} before the newest one of the
     * name does not count any more.
     *
     * @param counts whether the day counts
     */
    public NameDays plus(int hash, int day, boolean counts) {
        int at = find(hash);
        if (at < 0) {
            return added(hash, day, counts);
        }
        int last = Math.max(day, newest[at]);
        int bits = (int) shift(days[at] & 0xffffffffL, last - newest[at]);
        int before = last - day;
        int with = counts && before <= MOST_DAYS ? bits | 1 << before : bits;
        return last == newest[at] && with == days[at] ? this : set(at, hash, last, with);
    }

    /** As if a name had been seen on {@value #TAUGHT} days up to this one. */
    public NameDays taught(int hash, int day) {
        NameDays taught = this;
        for (int before = TAUGHT - 1; before >= 0; before--) {
            taught = taught.plus(hash, day - before, true);
        }
        return taught;
    }

    private NameDays added(int hash, int day, boolean counts) {
        if (hashes.length < most) {
            int size = hashes.length + 1;
            return new NameDays(
                            most, Arrays.copyOf(hashes, size), Arrays.copyOf(newest, size), Arrays.copyOf(days, size))
                    .put(size - 1, hash, day, counts ? 1 : 0);
        }
        int least = 0;
        for (int i = 1; i < most; i++) {
            int fewer = Integer.bitCount(counted(i, day)) - Integer.bitCount(counted(least, day));
            least = fewer < 0 || fewer == 0 && newest[i] < newest[least] ? i : least;
        }
        return set(least, hash, day, counts ? 1 : 0);
    }

    private NameDays set(int at, int hash, int day, int bits) {
        return new NameDays(most, hashes.clone(), newest.clone(), days.clone()).put(at, hash, day, bits);
    }

    /** Only on a copy that nobody has seen. */
    private NameDays put(int at, int hash, int day, int bits) {
        hashes[at] = hash;
        newest[at] = day;
        days[at] = bits;
        return this;
    }

    /** Without days after this one. */
    public NameDays until(int day) {
        NameDays changed = this;
        for (int i = 0; i < hashes.length; i++) {
            if (newest[i] > day) {
                changed = changed.set(i, hashes[i], day, (int) shift(days[i] & 0xffffffffL, day - newest[i]));
            }
        }
        return changed;
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        return 1 + hashes.length * LARGEST;
    }

    /** Encodes the names. */
    public void write(BinaryStateWriter out) {
        out.number(hashes.length);
        int before = 0;
        for (int i = 0; i < hashes.length; i++) {
            out.fixed32(hashes[i]).signed((long) newest[i] - before).number(days[i] & 0xffffffffL);
            before = newest[i];
        }
    }

    /** Decodes {@link #write}'s output. */
    public static NameDays read(BinaryStateReader in, int most) {
        int size = in.count();
        NameDays names = new NameDays(most, new int[size], new int[size], new int[size]);
        int day = 0;
        for (int i = 0; i < size; i++) {
            int hash = in.fixed32();
            day = Math.toIntExact(day + in.signed());
            names.put(i, hash, day, (int) in.number());
        }
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameDays that
                && Arrays.equals(hashes, that.hashes)
                && Arrays.equals(newest, that.newest)
                && Arrays.equals(days, that.days);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes) ^ Arrays.hashCode(days);
    }
}
