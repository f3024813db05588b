package org.sekimori.intake.postfix;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sekimori.mail.MailEvent;

/**
 * Gathers the recipients of a message: Postfix names each at RCPT and, at END-OF-MESSAGE, only the one of a message that has
 * one. Bounded in number and time, because messages may be given up after RCPT.
 */
final class RecipientCollector {

    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final long MAX_MESSAGES = 50_000;

    private final Cache<String, List<String>> byInstance = Caffeine.newBuilder()
            .maximumSize(MAX_MESSAGES)
            .expireAfterAccess(KEPT)
            .build();

    /** Notes a recipient, hashed already. */
    void add(String instance, String recipient) {
        List<String> all = byInstance.get(instance, key -> Collections.synchronizedList(new ArrayList<>(2)));
        if (all.size() < MailEvent.MAX_RECIPIENTS && !all.contains(recipient)) {
            all.add(recipient);
        }
    }

    /** Whether a message has any. */
    boolean has(String instance) {
        return byInstance.asMap().containsKey(instance);
    }

    /** The recipients of a message, which are forgotten with that. */
    List<String> take(String instance) {
        List<String> all = byInstance.asMap().remove(instance);
        return all == null ? List.of() : List.copyOf(all);
    }
}
