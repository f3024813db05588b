package org.sekimori.recount;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How many messages of each sender domain were let through, and the sums of them that accounts were told. */
final class SenderDomainSums {

    private static final String KEY = "sender_domain ";

    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();

    /** The domain of an attempt's sender, one copy of each text; null without one. */
    @Nullable
    String domain(JsonNode event) {
        String sender = event.path("sender").asString("");
        if (sender.isEmpty()) {
            return null;
        }
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        sent.putIfAbsent(domain, 0L);
        return domain.intern();
    }

    void sent(@Nullable String domain) {
        if (domain != null) {
            sent.merge(domain, 1L, Long::sum);
        }
    }

    /** An entry {@code neighbours_told}; others are of no interest. */
    void told(JsonNode entry) {
        String key = entry.path("key").asString("");
        if (key.startsWith(KEY)) {
            told.merge(key, entry.path("sent_day").asLong(0), Math::max);
        }
    }

    /** Messages of the domain that sent most. */
    long mostSent() {
        return most(sent);
    }

    /** The largest sum that anybody was told. */
    long mostTold() {
        return most(told);
    }

    private static long most(Map<String, Long> sums) {
        return sums.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
