package org.sekimori.api;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sekimori.stream.onetime.OneTimeIds;
import org.sekimori.stream.request.LogUnavailableException;

/** One-time ids without a broker. */
public final class InMemoryOneTimeIds implements OneTimeIds {

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /** While true, the log does not answer. */
    public volatile boolean away;

    void reset() {
        used.clear();
        away = false;
    }

    @Override
    public boolean use(String id) {
        if (away) {
            throw new LogUnavailableException("away");
        }
        return used.add(id);
    }
}
