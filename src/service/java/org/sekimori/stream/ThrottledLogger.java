package org.sekimori.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Logs frequent warnings: one line in ten seconds, with the number of the others. */
public final class ThrottledLogger {

    /** Between two lines. */
    static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Logger logger;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong held = new AtomicLong();

    public ThrottledLogger(Logger logger) {
        this(logger, System::nanoTime);
    }

    ThrottledLogger(Logger logger, LongSupplier nanos) {
        this.logger = logger;
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** Says it now, or counts it for the next line. */
    public void warn(String what, Throwable cause) {
        if (due()) {
            logger.warn("{}{}: {}", what, others(), cause.toString());
            logger.debug("{}", what, cause);
        }
    }

    /** The same where nothing was thrown. */
    public void warn(String what) {
        if (due()) {
            logger.warn("{}{}", what, others());
        }
    }

    private boolean due() {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + BETWEEN.toNanos())) {
            held.incrementAndGet();
            return false;
        }
        return true;
    }

    private String others() {
        long before = held.getAndSet(0);
        return before == 0 ? "" : " (and " + before + " before it that were not logged)";
    }
}
