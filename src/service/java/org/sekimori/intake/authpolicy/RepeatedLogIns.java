package org.sekimori.intake.authpolicy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Log-ins that say the same again. A mail program that polls logs in hundreds of times a day from one address, and a telephone
 * with an old password tries that one every few minutes: both say once an hour what there is to know, and neither is a guess.
 * Another password, address or account is never taken for a repetition. Keeps the last {@value #MOST} of this instance.
 * Thread-safe.
 */
final class RepeatedLogIns {

    /** How long a log-in is remembered. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST = 100_000;
    private static final char BETWEEN = '\0';

    private final Cache<String, Boolean> seen;

    RepeatedLogIns(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        seen = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /** What identifies a log-in; empty for a failure without a hash of its password, which is never a repetition. */
    static String key(LogInRequest logIn, String outcome) {
        boolean success = Boolean.TRUE.equals(logIn.success());
        if (!success && logIn.passwordHash().isEmpty()) {
            return "";
        }
        return outcome
                + BETWEEN
                + logIn.login()
                + BETWEEN
                + logIn.remote()
                + BETWEEN
                + (success ? "" : logIn.passwordHash());
    }

    /** Takes note of a log-in; false if it was here within the hour. */
    boolean first(String key) {
        return key.isEmpty() || seen.asMap().putIfAbsent(key, true) == null;
    }

    /** Forgets a log-in that was not recorded after all. */
    void forget(String key) {
        seen.invalidate(key);
    }
}
