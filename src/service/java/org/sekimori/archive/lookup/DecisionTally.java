package org.sekimori.archive.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision;

/**
 * Decisions counted by time, and by the values of a field.
 *
 * @param total all of the period
 * @param before all of the period before; null if it is not known
 * @param slots of the time line, the oldest first, without gaps
 * @param top the most frequent values, the most frequent first
 */
public record DecisionTally(long total, @Nullable Long before, List<Slot> slots, List<Top> top) {

    public DecisionTally {
        slots = List.copyOf(slots);
        top = List.copyOf(top);
    }

    /**
     * A part of the time line.
     *
     * @param verdicts how many of each
     */
    public record Slot(Instant start, Map<String, Long> verdicts) {
        public Slot {
            verdicts = Map.copyOf(verdicts);
        }

        /** How many of a verdict. */
        public long of(String verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }
    }

    /**
     * A value.
     *
     * @param before how many in the period before; null if that is not known
     * @param verdicts how many of each
     * @param first when it was met first in the period
     */
    public record Top(
            String value, long count, @Nullable Long before, Map<String, Long> verdicts, Instant first, Instant last) {
        public Top {
            verdicts = Map.copyOf(verdicts);
        }

        /** How many of a verdict. */
        public long of(String verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }
    }

    /**
     * Counts decisions that were found, such as those of an account on a log without an archive.
     *
     * @param found those of the period
     */
    public static DecisionTally of(List<FoundDecision> found, TallyQuestion asked) {
        Duration step = asked.step();
        TreeMap<Instant, Map<String, Long>> slots = new TreeMap<>();
        for (Instant at = slot(asked.from(), step); at.isBefore(asked.until()); at = at.plus(step)) {
            slots.put(at, new HashMap<>());
        }
        Map<String, List<FoundDecision>> values = new HashMap<>();
        for (FoundDecision one : found) {
            slots.computeIfAbsent(slot(one.time(), step), start -> new HashMap<>())
                    .merge(one.verdict(), 1L, Long::sum);
            asked.by().in(one).forEach(value -> values.computeIfAbsent(value, key -> new ArrayList<>())
                    .add(one));
        }
        List<Top> top = values.entrySet().stream()
                .map(entry -> top(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Top::count).reversed().thenComparing(Top::value))
                .limit(asked.most())
                .toList();
        return new DecisionTally(
                found.size(),
                null,
                slots.entrySet().stream()
                        .map(entry -> new Slot(entry.getKey(), entry.getValue()))
                        .toList(),
                top);
    }

    private static Top top(String value, List<FoundDecision> found) {
        Map<String, Long> verdicts = new HashMap<>();
        Instant first = found.get(0).time();
        Instant last = first;
        for (FoundDecision one : found) {
            verdicts.merge(one.verdict(), 1L, Long::sum);
            first = one.time().isBefore(first) ? one.time() : first;
            last = one.time().isAfter(last) ? one.time() : last;
        }
        return new Top(value, found.size(), null, verdicts, first, last);
    }

    /** The start of the part that a time is in; parts begin at multiples of the step since 1970, as in Elasticsearch. */
    private static Instant slot(Instant time, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }
}
