package org.sekimori.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts submissions of log-ins that cannot be normalised, by endpoint, and logs that there are some. Thread-safe. */
public final class InvalidLoginCounter {

    /** So long the log is silent about further ones; the counter has them all. */
    static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Logger logger = LoggerFactory.getLogger(InvalidLoginCounter.class);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Counter> byDoor = new ConcurrentHashMap<>();
    private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

    public InvalidLoginCounter(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Takes note of an event if it is such a one.
     *
     * @param endpoint kind of the door: {@code postfix}, {@code http}, {@code events} or {@code inbox}
     */
    public void note(String endpoint, MailEvent event) {
        if (!event.account().equals(Account.UNNAMEABLE)) {
            return;
        }
        byDoor.computeIfAbsent(endpoint, kind -> Counter.builder("sekimori.logins.invalid")
                        .description(
                                "Submissions of log-ins that make no account and are decided as " + Account.UNNAMEABLE)
                        .tag("door", kind)
                        .register(registry))
                .increment();
        long now = clock.instant().getEpochSecond();
        long until = silentUntil.get();
        if (now >= until && silentUntil.compareAndSet(until, now + SILENCE.toSeconds())) {
            logger.warn(
                    "A log-in that makes no account is decided as {} (door {}, server {}, log-in {}); more of them are only"
                            + " counted for {} minutes. To give it an account, write it under account_aliases in policy.yml",
                    Account.UNNAMEABLE,
                    endpoint,
                    PayloadRedactor.line(event.server()),
                    PayloadRedactor.line(String.valueOf(event.login())),
                    SILENCE.toMinutes());
        }
    }
}
