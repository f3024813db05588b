package org.sekimori.web.staff;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;

/**
 * Locks out whoever tries passwords: a user at an address after {@value #PAIR} wrong ones, an address after {@value #ADDRESS}, a user after
 * {@value #USER}; then for 15 s, twice as long after each further one, at most 15 minutes. A try counts before its password is compared, so
 * that many at a time gain nothing. Remembers {@value #MOST} of each, the latest. Thread-safe.
 */
final class LogInThrottle {

    static final int PAIR = 5;
    static final int ADDRESS = 30;
    static final int USER = 50;

    private static final int MOST = 30_000;
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int DOUBLINGS = 7;

    private final Clock clock;

    @SuppressWarnings("serial") // It is not serialised.
    private final Map<String, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST;
        }
    };

    private record Tries(int count, long last) {}

    private record Limit(String key, int free) {}

    LogInThrottle(Clock clock) {
        this.clock = clock;
    }

    private static List<Limit> limits(String user, String address) {
        int zone = address.indexOf('%');
        ClientAddress parsed = ClientAddress.of(zone < 0 ? address : address.substring(0, zone));
        String client = parsed.isIpv4() ? parsed.toString() : Long.toHexString(parsed.high());
        return List.of(
                new Limit("both " + client + " " + user, PAIR),
                new Limit("address " + client, ADDRESS),
                new Limit("user " + user, USER));
    }

    /**
     * Begins a try.
     *
     * @return how long to wait before one is taken; zero: this one is
     */
    synchronized Duration begin(String user, String address) {
        long now = clock.millis();
        Duration wait = Duration.ZERO;
        for (Limit limit : limits(user, address)) {
            Duration left = left(limit, now);
            wait = left.compareTo(wait) > 0 ? left : wait;
        }
        if (wait.isZero()) {
            for (Limit limit : limits(user, address)) {
                tries.put(limit.key(), new Tries(count(limit, now) + 1, now));
            }
        }
        return wait;
    }

    /** The try was right: what was wrong of this user at this address is forgotten. */
    synchronized void succeeded(String user, String address) {
        for (Limit limit : limits(user, address)) {
            @Nullable Tries before = tries.get(limit.key());
            if (limit.free() == PAIR || before == null || before.count() <= 1) {
                tries.remove(limit.key());
            } else {
                tries.put(limit.key(), new Tries(before.count() - 1, before.last()));
            }
        }
    }

    private int count(Limit limit, long now) {
        @Nullable Tries before = tries.get(limit.key());
        return before == null || now - before.last() > FORGET.toMillis() ? 0 : before.count();
    }

    private Duration left(Limit limit, long now) {
        int over = count(limit, now) - limit.free();
        @Nullable Tries before = tries.get(limit.key());
        if (over < 0 || before == null) {
            return Duration.ZERO;
        }
        Duration lock = FIRST.multipliedBy(1L << Math.min(over, DOUBLINGS));
        long until = before.last() + Math.min(lock.toMillis(), LONGEST.toMillis());
        return until <= now ? Duration.ZERO : Duration.ofSeconds((until - now + 999) / 1_000);
    }
}
