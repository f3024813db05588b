package org.sekimori.rules.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/**
 * Send limits of an account, by name as in {@code policy.yml}:
 * {@code messages_per_hour, messages_per_day, recipients_per_hour, recipients_per_day}, and the same again after
 * {@code overseas_} for mail from abroad. {@code recipients_per_outcome} does not refuse: it bounds the recipients that one
 * report may count, see {@link #countedUnasked}.
 *
 * @param byName 0 and up; unlimited where missing
 */
public record SendLimits(Map<String, Long> byName) {

    /** No limit at all. */
    public static final SendLimits NONE = new SendLimits(Map.of());

    /** The word that takes a limit away. */
    static final String NO_LIMIT = "none";

    public static final String OVERSEAS = "overseas";

    /** Names without {@code overseas_}. */
    public static final List<String> NAMES =
            List.of("messages_per_hour", "messages_per_day", "recipients_per_hour", "recipients_per_day");

    /** The same in the same order, of mail from abroad. */
    public static final List<String> OVERSEAS_NAMES =
            NAMES.stream().map(name -> OVERSEAS + "_" + name).toList();

    /** How many recipients an outcome counts at most that belongs to no attempt. */
    public static final String PER_OUTCOME = "recipients_per_outcome";

    private static final long USUAL_PER_OUTCOME = 100;

    /** One report takes at most this part of a day, however small the day's limit is. */
    private static final long PARTS_OF_A_DAY = 10;

    public SendLimits {
        // Asked many times for each submission; a hash map finds quicker than Map.copyOf's.
        byName = Collections.unmodifiableMap(new HashMap<>(byName));
    }

    /** The limit with this name; {@link Long#MAX_VALUE} without one. */
    public long of(String name) {
        Long limit = byName.get(name);
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /**
     * Most recipients that a report of a sent message without an attempt may count, since the server's number is unchecked.
     * {@code recipients_per_outcome}, or 100 by default, and never more than a tenth of the day's recipients, so that no single
     * report uses up an account's day.
     *
     * @param overseas whether it also counts for the limits of mail from abroad
     * @return at least 1
     */
    public int countedUnasked(boolean overseas) {
        long most = byName.getOrDefault(PER_OUTCOME, USUAL_PER_OUTCOME);
        most = Math.min(most, partOf("recipients_per_day"));
        if (overseas) {
            most = Math.min(most, partOf(OVERSEAS + "_recipients_per_day"));
        }
        return (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
    }

    private long partOf(String day) {
        long limit = of(day);
        return limit == Long.MAX_VALUE ? limit : limit / PARTS_OF_A_DAY;
    }

    /** Whether there is a limit with this name, in {@code policy.yml}. */
    public static boolean isName(String name) {
        String bare = name.startsWith(OVERSEAS + "_") ? name.substring(OVERSEAS.length() + 1) : name;
        return NAMES.contains(bare);
    }

    /** Names of the words for customers, in the message files under {@code common.}: each limit, and when it ends. */
    public static SortedSet<String> words() {
        SortedSet<String> words = new TreeSet<>(Set.of("limit", "until", "later"));
        for (String name : NAMES) {
            words.add("limit." + name);
            words.add("limit." + OVERSEAS + "_" + name);
        }
        return words;
    }

    /** Reads {@code map}, over earlier limits. */
    static SendLimits read(YamlMap map, SendLimits otherwise) throws RulebookException {
        Map<String, Long> limits = new LinkedHashMap<>(otherwise.byName);
        map.only(
                "messages_per_hour",
                "messages_per_day",
                "recipients_per_hour",
                "recipients_per_day",
                PER_OUTCOME,
                OVERSEAS);
        read(map, "", limits);
        if (map.has(PER_OUTCOME)) {
            boolean lifted = map.text(PER_OUTCOME).equals(NO_LIMIT);
            limits.put(PER_OUTCOME, lifted ? Long.MAX_VALUE : (long) map.number(PER_OUTCOME, 0, 1, Integer.MAX_VALUE));
        }
        if (map.has(OVERSEAS)) {
            read(map.map(OVERSEAS).only(NAMES.toArray(String[]::new)), OVERSEAS + "_", limits);
        }
        return new SendLimits(limits);
    }

    private static void read(YamlMap map, String prefix, Map<String, Long> limits) throws RulebookException {
        for (String name : NAMES) {
            if (!map.has(name)) {
                continue;
            }
            if (map.text(name).equals(NO_LIMIT)) {
                limits.remove(prefix + name);
            } else {
                limits.put(prefix + name, (long) map.number(name, 0, 0, Integer.MAX_VALUE));
            }
        }
    }
}
