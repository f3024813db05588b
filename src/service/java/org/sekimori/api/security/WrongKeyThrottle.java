package org.sekimori.api.security;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;

/**
 * Counts wrong keys by client address, of IPv6 by /64, and slows such clients down; a right key is never refused, since many
 * clients may share an address. Holds at most {@value #MOST_CLIENTS} clients, the latest ones. Thread-safe.
 */
public final class WrongKeyThrottle {

    /** Wrong keys of a client in a window that are answered as usual. */
    public static final int FREE = 20;

    static final int MOST_CLIENTS = 10_000;
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;

    @SuppressWarnings("serial") // It is not serialised.
    private final Map<Object, Tries> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Tries> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    private record Tries(long since, int count) {}

    WrongKeyThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of a wrong key.
     *
     * @param address of the client
     * @return how long it should wait before it tries again; zero: it may at once
     */
    synchronized Duration recordFailure(String address) {
        long now = clock.millis();
        Object client = client(address);
        @Nullable Tries tries = clients.get(client);
        if (tries == null || now < tries.since() || now - tries.since() >= WINDOW.toMillis()) {
            tries = new Tries(now, 0);
        }
        clients.put(client, new Tries(tries.since(), Math.min(tries.count() + 1, FREE + 1)));
        long left = tries.since() + WINDOW.toMillis() - now;
        return tries.count() < FREE ? Duration.ZERO : Duration.ofSeconds(Math.max(1, (left + 999) / 1_000));
    }

    /** Clients that were wrong lately. */
    synchronized int clients() {
        return clients.size();
    }

    private static Object client(String address) {
        int zone = address.indexOf('%');
        ClientAddress parsed = ClientAddress.of(zone < 0 ? address : address.substring(0, zone));
        return parsed.isIpv4() ? parsed : Long.valueOf(parsed.high());
    }
}
