package org.sekimori.profile.statistics;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * A bounded table of things seen with an account, each with a decaying weight: the sum of its days' credits, at most 1 a day,
 * halved per half-life ({@code w ← w · 2^(−Δd/h) + credit}). A day counts with its highest credit. A day reported after a later
 * day of the same thing adds nothing. When the table is full, the lightest entry makes way unless it outweighs the new one.
 */
public final class DecayingWeightTable {

    /** The weight that three credited days have that are not long ago, and two never have. */
    public static final double FAMILIAR = 2.5;

    /** Octets of the largest entry: hash, day, weight and credit. */
    private static final int LARGEST = 4 + 5 + 4 + 1;

    /** Lighter than this is worth no more than something that was only seen. */
    private static final double NOTHING = 0.1;

    /**
     * An entry.
     *
     * @param hash of its name
     * @param day the last local day that it was seen on
     * @param weight as of that day
     * @param credit that day's part of the weight
     */
    private record Entry(int hash, int day, float weight, float credit) {}

    private final int most;
    private final HalfLife halfLife;
    private final Entry[] entries;

    private DecayingWeightTable(int most, HalfLife halfLife, Entry[] entries) {
        this.most = most;
        this.halfLife = halfLife;
        this.entries = entries;
    }

    public static DecayingWeightTable empty(int most, HalfLife halfLife) {
        return new DecayingWeightTable(most, halfLife, new Entry[0]);
    }

    /** How fast days lose their weight. */
    public enum HalfLife {
        MONTH(30),
        TWO_MONTHS(60);

        private static final int LONGEST = 1024;

        private final double[] left = new double[LONGEST];

        HalfLife(int halfLifeDays) {
            for (int days = 0; days < LONGEST; days++) {
                left[days] = StrictMath.pow(2, -(double) days / halfLifeDays);
            }
        }

        /** Remaining share after a number of days; zero after years. */
        public double left(int days) {
            return days <= 0 ? 1 : days < LONGEST ? left[days] : 0;
        }
    }

    private double weight(Entry entry, int today) {
        return entry.weight * halfLife.left(today - entry.day);
    }

    private int find(int hash) {
        for (int i = 0; i < entries.length; i++) {
            if (entries[i].hash == hash) {
                return i;
            }
        }
        return -1;
    }

    /** The weight of one; 0 if it is not in the table. */
    public double weight(int hash, int today) {
        int at = find(hash);
        return at < 0 ? 0 : weight(entries[at], today);
    }

    public boolean contains(int hash) {
        return find(hash) >= 0;
    }

    /** Whether any of them had the weight of {@link #FAMILIAR} when it was last seen, however long ago. */
    public boolean anyFamiliar() {
        for (Entry entry : entries) {
            if (entry.weight >= FAMILIAR) {
                return true;
            }
        }
        return false;
    }

    /** Whether a day would add to the weight of one, if it were credited with so much. */
    public boolean gains(int hash, int day, double credit) {
        int at = find(hash);
        return at < 0 || day > entries[at].day || day == entries[at].day && credit > entries[at].credit;
    }

    /**
     * After a day on which one was seen.
     *
     * @param credit 0 to 1; 0 if it was only seen
     */
    public DecayingWeightTable plus(int hash, int day, double credit) {
        int at = find(hash);
        if (at >= 0) {
            return gains(hash, day, credit) ? replaced(at, later(entries[at], day, credit)) : this;
        }
        Entry added = new Entry(hash, day, (float) credit, (float) credit);
        if (entries.length < most) {
            Entry[] more = Arrays.copyOf(entries, entries.length + 1);
            more[entries.length] = added;
            return new DecayingWeightTable(most, halfLife, more);
        }
        int lightest = lightest(day);
        return weight(entries[lightest], day) > Math.max(credit, NOTHING) ? this : replaced(lightest, added);
    }

    /** With one of at least this weight, which was seen on a day or later. */
    public DecayingWeightTable atLeast(int hash, int day, double weight) {
        DecayingWeightTable seen = plus(hash, day, 1);
        int at = seen.find(hash);
        if (at < 0 || seen.weight(seen.entries[at], day) >= weight) {
            return seen;
        }
        Entry known = seen.entries[at];
        return seen.replaced(at, new Entry(hash, known.day, (float) weight, known.credit));
    }

    /** Moves entries dated after this day to this day, or they would gain nothing until then. */
    public DecayingWeightTable until(int day) {
        DecayingWeightTable changed = this;
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            if (entry.day > day) {
                changed = changed.replaced(i, new Entry(entry.hash, day, entry.weight, entry.credit));
            }
        }
        return changed;
    }

    private Entry later(Entry entry, int day, double credit) {
        double before = day > entry.day ? weight(entry, day) : entry.weight - entry.credit;
        return new Entry(entry.hash, day, (float) (before + credit), (float) credit);
    }

    private DecayingWeightTable replaced(int at, Entry changed) {
        Entry[] copy = entries.clone();
        copy[at] = changed;
        return new DecayingWeightTable(most, halfLife, copy);
    }

    private int lightest(int day) {
        int lightest = 0;
        for (int i = 1; i < entries.length; i++) {
            if (weight(entries[i], day) < weight(entries[lightest], day)) {
                lightest = i;
            }
        }
        return lightest;
    }

    /** Adds an entry of known weight; for states of earlier formats. */
    public DecayingWeightTable with(int hash, int day, double weight) {
        Entry[] more = Arrays.copyOf(entries, entries.length + 1);
        more[entries.length] = new Entry(hash, day, (float) weight, 1);
        return entries.length < most ? new DecayingWeightTable(most, halfLife, more) : this;
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        return 1 + entries.length * LARGEST;
    }

    public void write(BinaryStateWriter out) {
        out.number(entries.length);
        int before = 0;
        for (Entry entry : entries) {
            // Credits have few values, so hundredths in one octet suffice.
            out.fixed32(entry.hash)
                    .signed((long) entry.day - before)
                    .fixed32(Float.floatToIntBits(entry.weight))
                    .number(Math.round(entry.credit * 100));
            before = entry.day;
        }
    }

    public static DecayingWeightTable read(BinaryStateReader in, int most, HalfLife halfLife) {
        Entry[] entries = new Entry[in.count()];
        int day = 0;
        for (int i = 0; i < entries.length; i++) {
            int hash = in.fixed32();
            day = Math.toIntExact(day + in.signed());
            float weight = Float.intBitsToFloat(in.fixed32());
            entries[i] = new Entry(hash, day, weight, in.count() / 100f);
        }
        return new DecayingWeightTable(most, halfLife, entries);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecayingWeightTable d && Arrays.equals(entries, d.entries);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }
}
