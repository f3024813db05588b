package org.sekimori.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.sekimori.lab.load.PolicyLoad;
import org.sekimori.lab.load.PolicyLoad.Result;

/** The phases of an outage under one load, a line each, and what the log has of them in the end. */
final class OutagePhases {

    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration CATCHING_UP = Duration.ofMinutes(3);
    private static final String FALLBACKS = "sekimori_door_answers_seconds_count";

    private final BenchRig rig;
    private final RunFile service;
    private final String key;
    private final OutageBench.Load load;
    private final PrintStream out;
    private long asked;

    OutagePhases(BenchRig rig, RunFile service, String key, OutageBench.Load load, PrintStream out) {
        this.rig = rig;
        this.service = service;
        this.key = key;
        this.load = load;
        this.out = out;
    }

    /** The first requests meet cold code everywhere; that is no property of an outage. */
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

    /** Asks for a time, and prints what came of it. */
    void run(String name, Duration length) throws IOException, InterruptedException {
        double before = fallbacks();
        Result result;
        double silent;
        try (SilenceWatch watch = SilenceWatch.start(service.http(), key)) {
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
        int colon = service.policy().lastIndexOf(':');
        InetSocketAddress door = new InetSocketAddress(
                service.policy().substring(0, colon),
                Integer.parseInt(service.policy().substring(colon + 1)));
        Result result = PolicyLoad.run(PolicyLoad.Settings.openLoop(door, load.connections(), length, load.rate())
                .withWarmUp(Duration.ZERO)
                .withDrain(DRAIN)
                .withTraffic(rig.traffic()));
        asked += result.answers() + result.unanswered();
        return result;
    }

    private double fallbacks() throws IOException, InterruptedException {
        return BenchProcess.metric(service.http(), key, FALLBACKS, "source=\"fallback\"");
    }

    private double unwritten() throws IOException, InterruptedException {
        return BenchProcess.metric(service.http(), key, "sekimori_log_unwritten_total", "kind=\"mail\"");
    }

    /** Waits until everything is decided, and prints what is on the log. */
    void count() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        OutageCount count = OutageCount.of(service);
        while ((count.undecided() > 0 || count.attempts() + unwritten() < asked)
                && System.nanoTime() - begun < CATCHING_UP.toNanos()) {
            TimeUnit.SECONDS.sleep(1);
            count = OutageCount.of(service);
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
