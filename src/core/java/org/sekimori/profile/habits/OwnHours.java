package org.sekimori.profile.habits;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/**
 * The hours of the local day in which an account sends: for each a weight that grows by 1 on a day with mail in it, however much,
 * and halves in 30 days, {@code w ← w · 2^(−Δd/30) + 1}. Mail of an earlier day than the newest one adds nothing.
 */
public final class OwnHours {

    /** Hours of a day. */
    private static final int HOURS = 24;

    private static final int HALF_LIFE_DAYS = 30;

    /** Sum of weights below which nothing is said: ten hours of ten recent days, or so. */
    private static final double LEAST = 5;

    /** No mail yet. */
    public static final OwnHours NONE = new OwnHours(0, 0, new float[HOURS]);

    /** The section of a profile. */
    public static final StateSection<OwnHours> SECTION =
            StateSection.of(3, NONE, OwnHours::write, OwnHours::read, value -> 5 + 4 + 4 + HOURS * Float.BYTES);

    /** The newest local day with mail. */
    private final int day;

    /** Bit h: that day had mail in hour h. */
    private final int today;

    /** As of {@link #day}. */
    private final float[] weights;

    private OwnHours(int day, int today, float[] weights) {
        this.day = day;
        this.today = today;
        this.weights = weights;
    }

    /** After a message in an hour, 0 to 23, of a local day. */
    public OwnHours plus(int onDay, int hour) {
        boolean first = today == 0;
        if (!first && (onDay < day || onDay == day && (today >> hour & 1) == 1)) {
            return this;
        }
        float[] changed = weights.clone();
        int mask = 1 << hour;
        if (!first && onDay > day) {
            double left = left(onDay - day);
            for (int h = 0; h < HOURS; h++) {
                changed[h] = (float) (changed[h] * left);
            }
        } else if (!first) {
            mask |= today;
        }
        changed[hour] += 1;
        return new OwnHours(onDay, mask, changed);
    }

    private static double left(int days) {
        return StrictMath.pow(2, -(double) days / HALF_LIFE_DAYS);
    }

    /**
     * The share of the account's hours that an hour, and those beside it, have: 0 to 1; -1 while less than five recent hours are
     * known.
     */
    public double share(int hour, int onDay) {
        double near = (double) weights[(hour + HOURS - 1) % HOURS] + weights[hour] + weights[(hour + 1) % HOURS];
        return share(near, onDay);
    }

    /** The same of the hour alone. */
    public double ownShare(int hour, int onDay) {
        return share(weights[hour], onDay);
    }

    private double share(double part, int onDay) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum * left(Math.max(0, onDay - day)) < LEAST ? -1 : Math.min(1, part / sum);
    }

    /** Moved to this day if it is from a later one. */
    public OwnHours until(int last) {
        return today == 0 || day <= last ? this : new OwnHours(last, today, weights);
    }

    private void write(BinaryStateWriter out) {
        int known = 0;
        for (int h = 0; h < HOURS; h++) {
            known |= weights[h] == 0 ? 0 : 1 << h;
        }
        out.signed(day).number(today).number(known);
        for (float weight : weights) {
            if (weight != 0) {
                out.fixed32(Float.floatToIntBits(weight));
            }
        }
    }

    private static OwnHours read(BinaryStateReader in) {
        int day = Math.toIntExact(in.signed());
        int today = in.count();
        int known = in.count();
        float[] weights = new float[HOURS];
        for (int h = 0; h < HOURS; h++) {
            weights[h] = (known >> h & 1) == 0 ? 0 : Float.intBitsToFloat(in.fixed32());
        }
        return new OwnHours(day, today, weights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnHours that
                && day == that.day
                && today == that.today
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights) + day;
    }
}
