package org.sekimori.profile.statistics;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Three exponentially decaying message counters: {@code c ← c · 2^(−Δt/τ) + 1} with the half-lives τ of 10 minutes, 1 hour and 24
 * hours (exponential decay in continuous time, as in Cormode, Korn and Tirthapura, 'Exponentially Decayed Aggregates on Data
 * Streams', ICDE 2008). A late message adds its decayed share, so the order matters only for rounding: values are kept as
 * {@code float}, and the error stays below 0.1 % of the counter before returns.
 *
 * <p>Unlike a window, a rate has no edge: a burst shows at once and fades smoothly.
 *
 * @param second the time of the values
 * @param minutes10 half-life 10 minutes
 * @param hour half-life 1 hour
 * @param day half-life 24 hours
 */
public record DecayingRates(long second, float minutes10, float hour, float day) {

    public static final DecayingRates NONE = new DecayingRates(0, 0, 0, 0);

    private static final double[] HALF_LIVES = {600, 3600, 86_400};

    /** After one more message; a negative amount takes one back. */
    public DecayingRates plus(long time, int amount) {
        long to = Math.max(second, time);
        return new DecayingRates(to, next(0, to, time, amount), next(1, to, time, amount), next(2, to, time, amount));
    }

    private float next(int which, long to, long time, int amount) {
        float value = value(which);
        double old = value == 0 ? 0 : value * left(to - second, which);
        return (float) Math.max(0, old + amount * left(to - time, which));
    }

    /** Moves later counts to this moment; their share cannot be separated any more. */
    public DecayingRates until(long time) {
        return second <= time ? this : new DecayingRates(time, minutes10, hour, day);
    }

    private float value(int which) {
        return which == 0 ? minutes10 : which == 1 ? hour : day;
    }

    private static double left(long seconds, int which) {
        // Strict: the same log must give the same decisions on every machine.
        return seconds == 0 ? 1 : StrictMath.pow(2, -seconds / HALF_LIVES[which]);
    }

    /**
     * The value now.
     *
     * @param halfLife {@code 10m}, {@code 1h} or {@code 24h}
     */
    public double at(long now, String halfLife) {
        int which =
                switch (halfLife) {
                    case "10m" -> 0;
                    case "1h" -> 1;
                    case "24h" -> 2;
                    default ->
                        throw new IllegalArgumentException("a half-life is 10m, 1h or 24h, not '" + halfLife + "'");
                };
        return value(which) * left(Math.max(0, now - second), which);
    }

    public void write(BinaryStateWriter out) {
        out.signed(second).real(minutes10).real(hour).real(day);
    }

    public static DecayingRates read(BinaryStateReader in) {
        return new DecayingRates(in.signed(), in.real(), in.real(), in.real());
    }
}
