package org.sekimori.recount;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts all faults and describes the first of them. */
final class InconsistencyCounter {

    private static final int DESCRIBED = 20;

    private final Map<LogInconsistency, Long> counts = new EnumMap<>(LogInconsistency.class);
    private final List<String> first = new ArrayList<>();

    /**
     * A fault was found.
     *
     * @param words what there is to say about it, put together only while there is room for another description
     */
    void add(LogInconsistency fault, Object... words) {
        counts.merge(fault, 1L, Long::sum);
        if (first.size() < DESCRIBED) {
            first.add(fault + ": " + Stream.of(words).map(String::valueOf).collect(Collectors.joining(" ")));
        }
    }

    Map<LogInconsistency, Long> counts() {
        return counts;
    }

    List<String> first() {
        return first;
    }
}
