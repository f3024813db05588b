package org.sekimori.web.my.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;

/**
 * Codes of eight digits, each good for one log-in, ten minutes and five tries. How many are made is bounded for an account and for a
 * client address (of IPv6 per /64), and how many are sent in all: made-up mailboxes do not count there. In memory: a restart, or another instance, knows none. Thread-safe.
 */
public final class OneTimeCodes {

    /** How long a code is good. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    static final int MOST_PER_ACCOUNT = 3;
    static final int MOST_PER_CLIENT = 10;
    static final int MOST = 200;
    static final int TRIES = 5;

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int CODES = 100_000_000;

    private final RandomGenerator random;
    private final Clock clock;
    private final Cache<Account, PendingCode> pending =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Cache<String, Deque<Instant>> made =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /** One that may be typed. */
    private static final class PendingCode {
        private final String code;
        private final Instant until;
        private int triesLeft = TRIES;

        PendingCode(String code, Instant until) {
            this.code = code;
            this.until = until;
        }
    }

    /** @param random cannot be predicted */
    public OneTimeCodes(RandomGenerator random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes a code for an account, in the place of the one before.
     *
     * @param client address that asks, as a literal
     * @return empty if too many were made within the last hour
     */
    public synchronized Optional<String> make(Account account, String client) {
        Instant now = clock.instant();
        String sender = ClientAddress.clientOf(client);
        if (!room("account " + account.name(), MOST_PER_ACCOUNT, now)
                || !room("client " + sender, MOST_PER_CLIENT, now)) {
            return Optional.empty();
        }
        count("account " + account.name(), now);
        count("client " + sender, now);
        String code = String.format("%08d", random.nextInt(CODES));
        pending.put(account, new PendingCode(code, now.plus(LIFE)));
        return Optional.of(code);
    }

    /** Counts a mail with a code that is about to be sent; false if too many were within the last hour, in all. */
    public synchronized boolean mail() {
        Instant now = clock.instant();
        boolean room = room("all", MOST, now);
        if (room) {
            count("all", now);
        }
        return room;
    }

    private boolean room(String key, int most, Instant now) {
        Deque<Instant> times = made.get(key, any -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
            times.removeFirst();
        }
        return times.size() < most;
    }

    private void count(String key, Instant now) {
        made.get(key, any -> new ArrayDeque<>()).addLast(now);
    }

    /** Uses a code up. Whether it was the account's, in time, and within the tries. */
    public synchronized boolean use(Account account, String typed) {
        PendingCode known = pending.getIfPresent(account);
        if (known == null || !known.until.isAfter(clock.instant())) {
            return false;
        }
        boolean right = MessageDigest.isEqual(
                known.code.getBytes(StandardCharsets.US_ASCII), typed.getBytes(StandardCharsets.UTF_8));
        known.triesLeft--;
        if (right || known.triesLeft == 0) {
            pending.invalidate(account);
        }
        return right;
    }
}
