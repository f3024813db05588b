package org.sekimori.web.oidc;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sekimori.mail.ClientAddress;

/**
 * Bounds how many codes of one client address are exchanged at a time, so that one stranger does not hold all requests to the provider.
 * Thread-safe.
 */
final class AskingClients {

    /** Of the requests that are under way to a provider, which are more. */
    static final int MOST_OF_ONE = 3;

    private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

    /** Whether the client of an address may ask now; then it must say when it is {@link #done}. */
    boolean begin(String address) {
        boolean[] allowed = new boolean[1];
        underWay.compute(ClientAddress.clientOf(address), (client, before) -> {
            int now = before == null ? 0 : before;
            allowed[0] = now < MOST_OF_ONE;
            return allowed[0] ? now + 1 : now;
        });
        return allowed[0];
    }

    void done(String address) {
        underWay.computeIfPresent(ClientAddress.clientOf(address), (client, now) -> now > 1 ? now - 1 : null);
    }
}
