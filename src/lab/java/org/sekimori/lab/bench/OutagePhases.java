package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.lab.load.LoadGenerator.Result;

/** The phases of an outage under one load, a line each, and the final counts on the log. */
final class OutagePhases {

    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration CATCHING_UP = Duration.ofMinutes(3);

    private final BenchEnvironment rig;
    private final ServiceEndpoints service;
    private final String key;
    private final OutageBench.LoadLevel load;
    private final PrintStream out;
    private long asked;

    OutagePhases(
            BenchEnvironment rig, ServiceEndpoints service, String key, OutageBench.LoadLevel load, PrintStream out) {
        this.rig = rig;
        this.service = service;
        this.key = key;
        this.load = load;
        this.out = out;
    }

    /** Warms up, so that the JIT does not distort the figures. */
    void warmUp(Duration length) throws IOException, InterruptedException {
        load(length);
        out.printf(
                "%n  %,d/s over %d connections%n  %-10s %9s %9s %9s %9s %9s %9s %9s %9s%n",
                load.rate(),
                load.connections(),
                "phase",
                "answers/s",
                "p50",
                "p99",
                "slowest",
                "over 2 s",
                "fallbacks",
                "unsent",
                "silent s");
    }

    /** Sends requests for a duration, and prints the figures. */
    void run(String name, Duration length) throws IOException, InterruptedException {
        double before = fallbacks();
        Result result;
        double silent;
        try (LogSilenceMonitor watch = LogSilenceMonitor.start(service.http(), key)) {
            result = load(length);
            silent = watch.seconds();
        }
        out.printf(
                "  %-10s %,9.0f %9.1f %9.1f %9.0f %,9d %,9.0f %,9d %9.1f%n",
                name,
                result.throughput(),
                result.response().p50(),
                result.response().p99(),
                result.service().max(),
                result.late(),
                fallbacks() - before,
                result.unsent() + result.unanswered(),
                silent);
    }

    private Result load(Duration length) throws IOException, InterruptedException {
        Result result = LoadGenerator.run(LoadGenerator.Settings.openLoop(
                        BenchPorts.address(service.policy()), load.connections(), length, load.rate())
                .withWarmUp(Duration.ZERO)
                .withDrain(DRAIN)
                .withTraffic(rig.traffic()));
        asked += result.answers() + result.unanswered();
        return result;
    }

    private double fallbacks() throws IOException, InterruptedException {
        return BenchChildProcess.fallbacks(service.http(), key);
    }

    private double unwritten() throws IOException, InterruptedException {
        return BenchChildProcess.metric(service.http(), key, "sekimori_log_write_failures_total", "kind=\"mail\"");
    }

    /** Waits until everything is decided, and prints the counts on the log. */
    void count() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        OutageDecisionCount count = OutageDecisionCount.of(service);
        while ((count.undecided() > 0 || count.attempts() + unwritten() < asked)
                && System.nanoTime() - begun < CATCHING_UP.toNanos()) {
            TimeUnit.SECONDS.sleep(1);
            count = OutageDecisionCount.of(service);
        }
        out.printf(
                "  %,d asked: %,d on the log, %,.0f not written and counted; %,d decided (%.0f s after the load),%n"
                        + "  of these %,d doubled; lost: %,d on the log without decision, %,d answered by the log without one%n",
                asked,
                count.attempts(),
                unwritten(),
                count.decided(),
                (System.nanoTime() - begun) / 1e9,
                count.doubled(),
                count.undecided(),
                count.broken());
    }
}
