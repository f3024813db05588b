package org.sekimori.intake.publishers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The publishers of one file, by their credentials. */
final class PublisherIndex {

    private final Map<String, Listed> byId = new HashMap<>();
    private final Map<String, Listed> byKey = new HashMap<>();
    private final Map<String, Listed> byTopic = new HashMap<>();
    private @Nullable Listed unsigned;

    /**
     * A publisher and its credentials, each of which suffices.
     *
     * @param publisher the rights
     * @param apiKeys names of keys in {@code api-keys.yml}
     * @param signingKey the key of its records' signatures; null without one
     * @param topic that only it may write to, by the broker's ACLs; null without one
     * @param unsigned whether it is the publisher of unsigned records in the inbox
     */
    record Listed(
            Publisher publisher,
            Set<String> apiKeys,
            @Nullable SecretKeySpec signingKey,
            @Nullable String topic,
            boolean unsigned) {}

    PublisherIndex(List<Listed> listed) {
        for (Listed one : listed) {
            byId.put(one.publisher().id(), one);
            one.apiKeys().forEach(key -> byKey.put(key, one));
            if (one.topic() != null) {
                byTopic.put(one.topic(), one);
            }
            if (one.unsigned()) {
                unsigned = one;
            }
        }
    }

    /** The publisher with an id; null without one. */
    @Nullable
    Listed id(String id) {
        return byId.get(id);
    }

    /** The publisher with an API key; null without one. */
    @Nullable
    Listed key(String name) {
        return byKey.get(name);
    }

    /** The publisher with its own topic; null without one. */
    @Nullable
    Listed topic(String name) {
        return byTopic.get(name);
    }

    /** The publisher of unsigned records in the inbox; null if they are not allowed. */
    @Nullable
    Listed unsigned() {
        return unsigned;
    }

    Set<String> topics() {
        return Set.copyOf(byTopic.keySet());
    }

    int size() {
        return byId.size();
    }
}
