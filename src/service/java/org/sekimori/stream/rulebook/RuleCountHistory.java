package org.sekimori.stream.rulebook;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.stream.rulebook.RulebookAdmin.RecentRuleCount;

/** Rule counts by minute for a day. Not thread-safe. */
final class RuleCountHistory {

    static final Duration KEPT = Duration.ofHours(24);

    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private final TreeMap<Long, Map<String, RuleHitCount>> minutes = new TreeMap<>();

    void add(Instant time, RuleHitCount count) {
        minutes.headMap(minute(time) - DAY, true).clear();
        minutes.computeIfAbsent(minute(time), key -> new HashMap<>()).merge(key(count), count, RuleHitCount::plus);
    }

    /** Counts of the last hour and the last 24 before {@code now}, by role and rule; drops older ones. */
    SortedMap<String, RecentRuleCount> at(Instant now) {
        long last = minute(now);
        minutes.headMap(last - DAY, true).clear();
        SortedMap<String, RecentRuleCount> tallies = new TreeMap<>();
        minutes.forEach((minute, counts) -> counts.forEach((key, count) -> {
            RuleHitCount none = new RuleHitCount(count.rule(), count.role(), 0, 0, 0);
            RecentRuleCount one = new RecentRuleCount(minute > last - HOUR ? count : none, count);
            tallies.merge(
                    key,
                    one,
                    (a, b) ->
                            new RecentRuleCount(a.hour().plus(b.hour()), a.day().plus(b.day())));
        }));
        return tallies;
    }

    private static String key(RuleHitCount count) {
        return count.role().word() + " " + count.rule();
    }

    private static long minute(Instant time) {
        return time.getEpochSecond() / 60;
    }
}
