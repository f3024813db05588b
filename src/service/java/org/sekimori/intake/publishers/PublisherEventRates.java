package org.sekimori.intake.publishers;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts events by publisher and minute of their arrival, so that events waiting during a downtime count in the minutes in which
 * they came. Keeps the last {@value #MINUTES} minutes of each publisher; older ones count in the oldest of them.
 */
final class PublisherEventRates {

    private static final int MINUTES = 60;

    private final Map<String, TreeMap<Long, Integer>> counts = new HashMap<>();

    /** Counts one event; whether it is within the limit. Publishers without a limit are not counted. */
    synchronized boolean within(String publisher, int most, Instant arrival) {
        if (most == Integer.MAX_VALUE) {
            return true;
        }
        TreeMap<Long, Integer> minutes = counts.computeIfAbsent(publisher, key -> new TreeMap<>());
        long minute = Math.floorDiv(arrival.getEpochSecond(), 60L);
        if (minutes.size() >= MINUTES && minute < minutes.firstKey()) {
            minute = minutes.firstKey();
        }
        int count = minutes.merge(minute, 1, Integer::sum);
        if (minutes.size() > MINUTES) {
            minutes.pollFirstEntry();
        }
        return count <= most;
    }
}
