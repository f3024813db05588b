package org.sekimori.rules.policy;

import java.util.HashMap;
import java.util.Map;

/**
 * Stricter limits while an account is watched after its release; set per domain in {@code follow-up.yml}.
 *
 * @param limitShare remaining share of each limit, above 0, at most 1; a limit of at least 1 stays at least 1
 * @param thresholds thresholds that replace those of {@code policy.yml}, by name
 */
public record WatchedAccountPolicy(double limitShare, Map<String, Double> thresholds) {

    /** A quarter of every limit, and the thresholds of everybody. */
    public static final WatchedAccountPolicy DEFAULT = new WatchedAccountPolicy(0.25, Map.of());

    public WatchedAccountPolicy {
        thresholds = Map.copyOf(thresholds);
        if (!(limitShare > 0 && limitShare <= 1)) {
            throw new IllegalArgumentException("the share of a limit is above 0 and at most 1, not " + limitShare);
        }
    }

    /** The limits of an account that is watched. */
    SendLimits limits(SendLimits usual) {
        Map<String, Long> stricter = new HashMap<>();
        usual.byName()
                .forEach(
                        (name, limit) -> stricter.put(name, limit == 0 ? 0 : Math.max(1, (long) (limit * limitShare))));
        return new SendLimits(stricter);
    }

    /** The thresholds of an account that is watched. */
    Map<String, Double> thresholds(Map<String, Double> usual) {
        Map<String, Double> stricter = new HashMap<>(usual);
        stricter.putAll(thresholds);
        return Map.copyOf(stricter);
    }
}
