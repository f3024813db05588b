package org.sekimori.intake.publishers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The publishers of one file, to be found by their credentials. */
final class PublisherIndex {

    private final Map<String, Listed> byId = new HashMap<>();
    private final Map<String, Listed> byKey = new HashMap<>();
    private final Map<String, Listed> byTopic = new HashMap<>();
    private @Nullable Listed unsigned;

    /**
     * One publisher and its credentials, each of which is enough.
     *
     * @param publisher what it may say
     * @param apiKeys names of keys in {@code api-keys.yml}
     * @param signingKey with which it signs records, null if it signs none
     * @param topic that only it may write to, by the broker's ACLs; null if it has none
     * @param unsigned whether it is whoever writes to the inbox without a signature
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

    /** The publisher with an id, null if there is none. */
    @Nullable
    Listed id(String id) {
        return byId.get(id);
    }

    /** The publisher that uses an API key, null if there is none. */
    @Nullable
    Listed key(String name) {
        return byKey.get(name);
    }

    /** The publisher whose own topic this is, null if there is none. */
    @Nullable
    Listed topic(String name) {
        return byTopic.get(name);
    }

    /** Whoever writes to the inbox without a signature, null if nobody may. */
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
