package org.sekimori.stream.rulebook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;

/**
 * Detects rules that keep failing. A failing rule costs its own findings and the time to run all others separately, so it is
 * reported after {@value #MOST} failures within ten minutes. Thread-safe.
 */
public final class RuleFailureMonitor {

    /** Failures within {@link #WITHIN} that are too many. */
    static final int MOST = 20;

    static final Duration WITHIN = Duration.ofMinutes(10);

    private final Clock clock;
    private final Reporter reporter;
    private final Map<String, Deque<Instant>> failures = new ConcurrentHashMap<>();

    /** Called once when a rule has failed too often, on a stream thread; must not block. */
    public interface Reporter {
        void failing(String rulebook, String rule, String reason);
    }

    public RuleFailureMonitor(Clock clock, Reporter reporter) {
        this.clock = clock;
        this.reporter = reporter;
    }

    public void inspect(Decision decision) {
        inspect(decision.rulebook(), decision.findings());
        Decision.Shadow shadow = decision.shadow();
        if (shadow != null) {
            inspect(shadow.rulebook(), shadow.findings());
        }
    }

    private void inspect(String rulebook, List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.rule().equals(Finding.FAILURE_RULE)) {
                failed(rulebook, String.valueOf(finding.evidence().get("rule")), finding.reason());
            }
        }
    }

    private void failed(String rulebook, String rule, String reason) {
        Instant now = clock.instant();
        Deque<Instant> times = failures.computeIfAbsent(rulebook + " " + rule, key -> new ArrayDeque<>());
        synchronized (times) {
            times.addLast(now);
            if (times.size() < MOST) {
                return;
            }
            Instant first = times.removeFirst();
            if (Duration.between(first, now).compareTo(WITHIN) > 0) {
                return;
            }
            times.clear();
        }
        reporter.failing(rulebook, rule, MOST + " failures within ten minutes, the last one: " + reason);
    }

    /** Clears the counts, for another rulebook. */
    void clear() {
        failures.clear();
    }
}
