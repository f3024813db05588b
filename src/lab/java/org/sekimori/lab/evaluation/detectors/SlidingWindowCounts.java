package org.sekimori.lab.evaluation.detectors;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Exact counts of recently used values. */
final class SlidingWindowCounts {

    private record Use(long second, String what) {}

    private final ArrayDeque<Use> uses = new ArrayDeque<>();
    private final Map<String, Integer> counts = new HashMap<>();

    void clear() {
        uses.clear();
        counts.clear();
    }

    /** Drops values before this second. */
    void forget(long before) {
        while (!uses.isEmpty() && uses.peekFirst().second < before) {
            counts.computeIfPresent(uses.removeFirst().what, (what, count) -> count == 1 ? null : count - 1);
        }
    }

    void add(long second, String what) {
        uses.addLast(new Use(second, what));
        counts.merge(what, 1, Integer::sum);
    }

    int times(String what) {
        return counts.getOrDefault(what, 0);
    }

    int different() {
        return counts.size();
    }
}
