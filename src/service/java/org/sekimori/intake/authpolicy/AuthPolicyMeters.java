package org.sekimori.intake.authpolicy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what became of commands. */
final class AuthPolicyMeters {

    /** What became of a command. */
    enum Result {
        PASSED("allow"),
        REFUSED("allow"),
        SUCCEEDED("report"),
        FAILED("report"),
        /** The same as within the last hour. */
        REPEATED("report"),
        /** Not about a password: refused by the policy, an internal error, an expired or disabled account, or no name. */
        IGNORED("report"),
        UNREADABLE("any"),
        FORBIDDEN("report"),
        LOG_AWAY("report"),
        UNSUPPORTED("other");

        private final String command;

        Result(String command) {
            this.command = command;
        }
    }

    private final Map<Result, Counter> counters = new EnumMap<>(Result.class);

    AuthPolicyMeters(MeterRegistry registry) {
        for (Result result : Result.values()) {
            counters.put(
                    result,
                    Counter.builder("sekimori.auth.policy.commands")
                            .description("Commands of mail servers about log-ins")
                            .tag("command", result.command)
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Result result) {
        counter(result).increment();
    }

    long of(Result result) {
        return (long) counter(result).count();
    }

    private Counter counter(Result result) {
        Counter counter = counters.get(result);
        if (counter == null) {
            throw new IllegalStateException("every result has a counter");
        }
        return counter;
    }
}
