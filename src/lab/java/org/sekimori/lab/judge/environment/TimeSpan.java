package org.sekimori.lab.judge.environment;

import org.sekimori.lab.world.RandomStream;

/**
 * A time span in milliseconds since 1970.
 *
 * @param from its first millisecond
 * @param until the first one after it
 */
public record TimeSpan(long from, long until) {

    public static final long SECOND = 1_000;
    public static final long MINUTE = 60 * SECOND;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    public long length() {
        return until - from;
    }

    public boolean contains(long at) {
        return at >= from && at < until;
    }

    /** A stretch of this length somewhere inside; all of this one if it is too short. */
    public TimeSpan place(RandomStream draw, double length) {
        long wanted = Math.max(1, Math.min(length(), (long) length));
        long start = from + (long) (draw.uniform() * (length() - wanted));
        return new TimeSpan(start, start + wanted);
    }

    /** The part of it from this share of its length on. */
    public TimeSpan after(double share) {
        return new TimeSpan(Math.min(until - 1, from + (long) (length() * share)), until);
    }
}
