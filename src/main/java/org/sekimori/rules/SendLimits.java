package org.sekimori.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much an account may send, by name as in {@code policy.yml}: {@code messages_per_hour, messages_per_day,
 * recipients_per_hour, recipients_per_day}, and the same again after {@code overseas_} for what comes from abroad.
 *
 * @param byName 0 and up; what is not there has no limit
 */
public record SendLimits(Map<String, Long> byName) {

    /** No limit at all. */
    public static final SendLimits NONE = new SendLimits(Map.of());

    /** The word that takes a limit away. */
    static final String NO_LIMIT = "none";

    static final String OVERSEAS = "overseas";

    /** Names without {@code overseas_}. */
    static final List<String> NAMES =
            List.of("messages_per_hour", "messages_per_day", "recipients_per_hour", "recipients_per_day");

    public SendLimits {
        byName = Map.copyOf(byName);
    }

    /** The limit with this name, {@link Long#MAX_VALUE} if there is none. */
    public long of(String name) {
        Long limit = byName.get(name);
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /** Whether there is a limit with this name, in {@code policy.yml}. */
    static boolean isName(String name) {
        String bare = name.startsWith(OVERSEAS + "_") ? name.substring(OVERSEAS.length() + 1) : name;
        return NAMES.contains(bare);
    }

    /** What {@code map} says over what held before. */
    static SendLimits read(YamlMap map, SendLimits otherwise) throws RulebookException {
        Map<String, Long> limits = new LinkedHashMap<>(otherwise.byName);
        map.only("messages_per_hour", "messages_per_day", "recipients_per_hour", "recipients_per_day", OVERSEAS);
        read(map, "", limits);
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
