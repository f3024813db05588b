package org.sekimori.followup;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Isolates failures of one account, notice or question from the others of a pass. Each kind of work logs its failure once, and
 * shows it until a pass without it. Guarded code must not use the outbox: a failing outbox stops everything. Written by one
 * thread, read by many.
 */
final class FailureIsolation {

    private static final Logger logger = LoggerFactory.getLogger(FailureIsolation.class);

    private final Map<String, String> found = new TreeMap<>();
    private volatile Map<String, String> shown = Map.of();

    /** The result of the work; null if it fails. */
    <T> @Nullable T call(String work, Supplier<@Nullable T> one) {
        try {
            return one.get();
        } catch (RuntimeException e) {
            // The class alone: a message may quote an address.
            String reason = "failed with " + e.getClass().getSimpleName() + " and was left out";
            if (found.putIfAbsent(work, reason) == null && !reason.equals(shown.get(work))) {
                logger.error("One of the {} {}; the others go on; it failed {}", work, reason, where(e));
            }
            return null;
        }
    }

    /** The place in our code, without the message, which may quote an address. */
    static String where(RuntimeException e) {
        return e.getStackTrace().length == 0 ? "somewhere" : "in " + e.getStackTrace()[0];
    }

    /** The same for work that gives nothing. */
    void run(String work, Runnable one) {
        call(work, () -> {
            one.run();
            return null;
        });
    }

    /** Ends a pass: failures that did not recur are over. */
    void endPass() {
        shown = Map.copyOf(found);
        found.clear();
    }

    /** By the kind of work, as of the last look. */
    Map<String, String> all() {
        return shown;
    }
}
