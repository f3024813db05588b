package org.sekimori.lab.evaluation.detectors;

import java.util.ArrayDeque;

/** An exact sum over a sliding window of seconds. */
final class SlidingWindowSum {

    private record Part(long second, int amount) {}

    private final long seconds;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private long sum;

    SlidingWindowSum(long seconds) {
        this.seconds = seconds;
    }

    void clear() {
        parts.clear();
        sum = 0;
    }

    /** The sum of values added after {@code now - seconds}. */
    long at(long now) {
        while (!parts.isEmpty() && parts.peekFirst().second <= now - seconds) {
            sum -= parts.removeFirst().amount;
        }
        return sum;
    }

    void add(long now, int amount) {
        parts.addLast(new Part(now, amount));
        sum += amount;
    }
}
