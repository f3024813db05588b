package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/**
 * A stretch of time in milliseconds since 1970.
 *
 * @param from its first millisecond
 * @param until the first one after it
 */
record Span(long from, long until) {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    long length() {
        return until - from;
    }

    boolean contains(long at) {
        return at >= from && at < until;
    }

    /** A stretch of this length somewhere inside; all of this one if it is too short. */
    Span place(Draw draw, double length) {
        long wanted = Math.max(1, Math.min(length(), (long) length));
        long start = from + (long) (draw.uniform() * (length() - wanted));
        return new Span(start, start + wanted);
    }

    /** The part of it from this share of its length on. */
    Span after(double share) {
        return new Span(Math.min(until - 1, from + (long) (length() * share)), until);
    }
}
