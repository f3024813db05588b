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
 *
 * <p>Strangers at many addresses must not keep a user out: the lock of a user never exceeds 15 s, and there is none where the user logged in
 * within 30 days.
 */
final class LogInThrottle {

    static final int PAIR = 5;
    static final int ADDRESS = 30;
    static final int USER = 50;

    private static final int MOST = 30_000;
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final Duration TRUSTED = Duration.ofDays(30);
    private static final int DOUBLINGS = 7;

    private final Clock clock;

    @SuppressWarnings("serial") // It is not serialised.
    private final Map<String, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST;
        }
    };

    /** When a user last logged in at an address, by both. */
    @SuppressWarnings("serial") // It is not serialised.
    private final Map<String, Long> trusted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    private record Tries(int count, long last) {}

    private record Limit(String key, int free, Duration longest) {}

    LogInThrottle(Clock clock) {
        this.clock = clock;
    }

    private List<Limit> limits(String user, String address) {
        String client = ClientAddress.clientOf(address);
        String both = client + " " + user;
        Limit ofBoth = new Limit("both " + both, PAIR, LONGEST);
        Limit ofAddress = new Limit("address " + client, ADDRESS, LONGEST);
        @Nullable Long before = trusted.get(both);
        return before != null && clock.millis() - before <= TRUSTED.toMillis()
                ? List.of(ofBoth, ofAddress)
                : List.of(ofBoth, ofAddress, new Limit("user " + user, USER, FIRST));
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
            giveBack(limit, limit.free() == PAIR);
        }
        trusted.put(ClientAddress.clientOf(address) + " " + user, clock.millis());
    }

    /** The try was not made after all. */
    synchronized void cancelled(String user, String address) {
        limits(user, address).forEach(limit -> giveBack(limit, false));
    }

    private void giveBack(Limit limit, boolean all) {
        @Nullable Tries before = tries.get(limit.key());
        if (all || before == null || before.count() <= 1) {
            tries.remove(limit.key());
        } else {
            tries.put(limit.key(), new Tries(before.count() - 1, before.last()));
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
        long until = before.last() + Math.min(lock.toMillis(), limit.longest().toMillis());
        return until <= now ? Duration.ZERO : Duration.ofSeconds((until - now + 999) / 1_000);
    }
}
