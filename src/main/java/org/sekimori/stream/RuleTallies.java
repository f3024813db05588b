package org.sekimori.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.engine.RuleCount;
import org.sekimori.stream.RulebookDesk.Tally;

/** What rules did, minute by minute for a day. Not safe for threads by itself. */
final class RuleTallies {

    static final Duration KEPT = Duration.ofHours(24);

    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private final TreeMap<Long, Map<String, RuleCount>> minutes = new TreeMap<>();

    void add(Instant time, RuleCount count) {
        minutes.headMap(minute(time) - DAY, true).clear();
        minutes.computeIfAbsent(minute(time), key -> new HashMap<>()).merge(key(count), count, RuleCount::plus);
    }

    /** The last hour and the last 24 before {@code now}, by role and rule; forgets what is older. */
    SortedMap<String, Tally> at(Instant now) {
        long last = minute(now);
        minutes.headMap(last - DAY, true).clear();
        SortedMap<String, Tally> tallies = new TreeMap<>();
        minutes.forEach((minute, counts) -> counts.forEach((key, count) -> {
            RuleCount none = new RuleCount(count.rule(), count.role(), 0, 0, 0);
            Tally one = new Tally(minute > last - HOUR ? count : none, count);
            tallies.merge(
                    key,
                    one,
                    (a, b) -> new Tally(a.hour().plus(b.hour()), a.day().plus(b.day())));
        }));
        return tallies;
    }

    private static String key(RuleCount count) {
        return count.role().word() + " " + count.rule();
    }

    private static long minute(Instant time) {
        return time.getEpochSecond() / 60;
    }
}
