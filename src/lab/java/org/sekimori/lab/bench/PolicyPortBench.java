package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.postfix.PostfixPolicySettings;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.lab.load.LoadGenerator.Settings;
import org.sekimori.mail.Account;
import org.sekimori.server.FallbackPolicy;
import org.sekimori.stream.runtime.StreamRuntime;

/** The policy port under load: latency at fixed rates, counted from the time at which a request was due, and saturation. */
final class PolicyPortBench {

    private static final Duration READY = Duration.ofMinutes(1);
    private static final int OPEN_CONNECTIONS = 50;

    /** A rate and its latency targets; 0: no target. */
    private record Target(int rate, double p50, double p99) {}

    private static final List<Target> RATES =
            List.of(new Target(200, 0, 0), new Target(1000, 2, 13), new Target(2000, 4, 30));

    private PolicyPortBench() {}

    static void run(BenchEnvironment rig, Duration length, PrintStream out) throws IOException, InterruptedException {
        try (StreamRuntime runtime = rig.startStream(rig.settings("bench-port."))) {
            runtime.awaitReady(READY);
            TraceTable trace = new TraceTable();
            runtime.follow(trace);
            PostfixPolicySettings settings =
                    new PostfixPolicySettings("127.0.0.1", 0, Duration.ofSeconds(5), "bench", false);
            try (FallbackPolicy fallback = new FallbackPolicy(
                            org.sekimori.server.SekimoriProperties.FallbackMode.PASS,
                            () -> rig.loaded().rulebook(),
                            runtime.projections());
                    PostfixPolicyServer server = PostfixPolicyServer.open(
                            settings,
                            new SubmissionIntake(
                                    runtime.log(),
                                    Account.LoginNormalizer.PLAIN,
                                    rig.origins::locate,
                                    event -> {},
                                    rig.hasher::hash,
                                    fallback,
                                    rig.registry,
                                    Clock.systemUTC()),
                            new PostfixConfigMonitor(Clock.systemUTC(), Set.of()))) {
                measure(rig, server, trace, length, out);
            }
        }
    }

    private static void measure(
            BenchEnvironment rig, PostfixPolicyServer server, TraceTable trace, Duration length, PrintStream out)
            throws IOException, InterruptedException {
        // Warm-up, so that the JIT does not distort the figures.
        LoadGenerator.run(Settings.closedLoop(server.address(), 20, Duration.ofSeconds(15))
                .withTraffic(rig.traffic()));
        out.printf("Policy port, load generator in this process%n");
        for (Target target : RATES) {
            trace.clear();
            LoadGenerator.Result result =
                    LoadGenerator.run(Settings.openLoop(server.address(), OPEN_CONNECTIONS, length, target.rate())
                            .withTraffic(rig.traffic()));
            out.printf(
                    "  %,6d/s              p50 %6.2f   p99 %6.2f   p99.9 %6.2f ms   %s%s%n",
                    target.rate(),
                    result.response().p50(),
                    result.response().p99(),
                    result.response().p999(),
                    target.p50() == 0 ? "" : "(target p50 " + target.p50() + ", p99 " + target.p99() + ")",
                    result.complete() ? "" : "   INCOMPLETE");
            trace.print(out);
        }
        for (int connections : new int[] {2, 20, 100}) {
            trace.clear();
            LoadGenerator.Result result = LoadGenerator.run(
                    Settings.closedLoop(server.address(), connections, length).withTraffic(rig.traffic()));
            out.printf(
                    "  saturated over %3d   %,8.0f answers/s   p50 %6.2f   p99 %6.2f ms   %s%s%n",
                    connections,
                    result.throughput(),
                    result.response().p50(),
                    result.response().p99(),
                    connections == 100 ? "(target 12,000)" : "",
                    result.complete() ? "" : "   INCOMPLETE");
            trace.print(out);
        }
        out.println();
    }
}
