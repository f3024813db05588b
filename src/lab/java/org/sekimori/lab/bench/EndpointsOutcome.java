package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.sekimori.lab.load.EndpointLoad.Endpoint;
import org.sekimori.lab.load.LoadGenerator.Result;

/**
 * The result of a load on all endpoints.
 *
 * @param results by endpoint
 * @param submissions that were asked about or published
 * @param count what the log has of them
 * @param fallbacks answers that did not come from the log; NaN if the service did not tell
 * @param unwritten submissions that could not be written to the log, and are counted by the service; NaN if it did not tell
 */
record EndpointsOutcome(
        Map<Endpoint, Result> results,
        Submissions submissions,
        OutageDecisionCount count,
        double fallbacks,
        double unwritten) {

    /** Share of the asked rate that counts as reached: the ends of a run are not sharp. */
    private static final double REACHED = 0.98;

    /**
     * Submissions of a load.
     *
     * @param answered that were answered: each must be on the log, or counted as not written
     * @param unanswered that were sent and not answered until the end: they may be on the log
     */
    record Submissions(long answered, long unanswered) {

        static Submissions of(Map<Endpoint, Result> results) {
            long answered = 0;
            long unanswered = 0;
            for (Map.Entry<Endpoint, Result> one : results.entrySet()) {
                if (one.getKey().isDecided()) {
                    answered += one.getValue().answers();
                    unanswered += one.getValue().unanswered();
                }
            }
            return new Submissions(answered, unanswered);
        }
    }

    /** Answered submissions that are neither on the log nor counted as not written. */
    long missing() {
        return Math.max(0, submissions.answered() - count.attempts() - known(unwritten));
    }

    /** Submissions on the log beyond those that were sent. */
    long surplus() {
        return Math.max(0, count.attempts() - submissions.answered() - submissions.unanswered());
    }

    /** Whether every submission that was answered has one decision, and no endpoint said anything improper. */
    boolean nothingLost() {
        return results.values().stream().allMatch(result -> result.bad() == 0)
                && missing() == 0
                && surplus() == 0
                && count.undecided() == 0
                && count.broken() == 0
                && count.doubled() == 0;
    }

    private static long known(double value) {
        return Double.isNaN(value) ? 0 : Math.round(value);
    }

    /** Whether the endpoints answered at the rate at which they were to be asked. */
    private boolean keptUp(OutageBench.LoadLevel load) {
        return throughput() >= REACHED * load.rate();
    }

    private double throughput() {
        return results.values().stream().mapToDouble(Result::throughput).sum();
    }

    /** Prints a table and what the log has. */
    void print(OutageBench.LoadLevel load, Duration length, PrintStream out) {
        out.printf(
                "All endpoints, %,d/s over %d connections and a slow client at each, for %d s; load generator in this process,%n"
                        + "service and broker in another. Times in ms from sending a request to its answer; 'due' from when it was due.%n"
                        + "  %-10s %11s %9s %9s %9s %9s %9s %9s %9s %9s %10s%n",
                load.rate(),
                load.connections(),
                length.toSeconds(),
                "endpoint",
                "connections",
                "answers/s",
                "p50",
                "p99",
                "slowest",
                "due p99",
                "over 2 s",
                "repeated",
                "unsent",
                "unanswered");
        results.forEach((endpoint, result) -> out.printf(
                "  %-10s %11d %,9.0f %9.1f %9.1f %9.0f %9.0f %,9d %,9d %,9d %,10d%n",
                endpoint.name().toLowerCase(Locale.ROOT),
                result.settings().connections(),
                result.throughput(),
                result.service().p50(),
                result.service().p99(),
                result.service().max(),
                result.response().p99(),
                result.late(),
                result.repeated(),
                result.unsent(),
                result.unanswered()));
        out.printf(
                "  %s: %,.0f answers/s of %,d. Offered %,d submissions; answered %,d: by rules %s, by the fallback %s%n",
                keptUp(load) ? "The rate was reached" : "THE RATE WAS NOT REACHED",
                throughput(),
                load.rate(),
                offered(),
                submissions.answered(),
                told(asked() - fallbacks),
                told(fallbacks));
        out.printf(
                "  %,d submissions answered: %,d on the log (with up to %,d unanswered), %s not written and counted;%n"
                        + "  %,d decided, %,d of these twice, %,d not decided. %s%n%n",
                submissions.answered(),
                count.attempts(),
                submissions.unanswered(),
                told(unwritten),
                count.decided(),
                count.doubled(),
                count.undecided(),
                nothingLost() ? "Nothing lost, nothing twice." : verdict());
    }

    /** Submissions that were due. */
    private long offered() {
        return submissions.answered()
                + submissions.unanswered()
                + results.entrySet().stream()
                        .filter(one -> one.getKey().isDecided())
                        .mapToLong(one -> one.getValue().unsent())
                        .sum();
    }

    /** Submissions that were answered with a verdict; events are only taken. */
    private long asked() {
        return results.entrySet().stream()
                .filter(one -> one.getKey().isDecided() && one.getKey() != Endpoint.EVENTS)
                .mapToLong(one -> one.getValue().answers())
                .sum();
    }

    /** Prints how long requests took without and beside slow clients. */
    static void compare(EndpointsOutcome alone, EndpointsOutcome beside, OutageBench.LoadLevel load, PrintStream out) {
        out.printf(
                "A slow client at each endpoint, %,d/s over %d connections: times of the others in ms%n"
                        + "  %-10s %13s %13s %13s %13s%n",
                load.rate(), load.connections(), "endpoint", "p50 without", "p50 beside", "p99 without", "p99 beside");
        alone.results().forEach((endpoint, result) -> {
            Result other = Objects.requireNonNull(beside.results().get(endpoint));
            out.printf(
                    "  %-10s %13.1f %13.1f %13.1f %13.1f%n",
                    endpoint.name().toLowerCase(Locale.ROOT),
                    result.service().p50(),
                    other.service().p50(),
                    result.service().p99(),
                    other.service().p99());
        });
        out.println();
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                "NOT AS IT SHOULD BE: %,d lost, %,d too many, %,d answered from the log without a decision, %,d improper answers.",
                missing(),
                surplus(),
                count.broken(),
                results.values().stream().mapToLong(Result::bad).sum());
    }

    private static String told(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%,.0f", value);
    }
}
