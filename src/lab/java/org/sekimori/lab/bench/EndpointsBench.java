package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.lab.load.EndpointLoad;
import org.sekimori.lab.load.EndpointLoad.Endpoint;
import org.sekimori.lab.load.LoadGenerator.Result;
import org.sekimori.lab.load.LoadTraffic;

/**
 * All endpoints of a service under load at once, a slow client at each, the service in a process of its own. Afterwards the log is counted:
 * each submission must have one decision. Every part ends in bounded time, whether the service keeps up or not.
 */
final class EndpointsBench {

    private static final String HEAP = "-Xmx448m";
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    /** The code is warmed up, not the queue filled. */
    private static final int WARM_UP_SHARE = 5;

    /** Of the rate, while it is compared what a slow client does to others: a backlog would hide it. */
    private static final int COMPARED_SHARE = 25;

    private static final Duration COMPARED = Duration.ofSeconds(10);

    /** How long the log may stand still before the count ends. */
    private static final Duration STANDING_STILL = Duration.ofMinutes(1);

    private static final Duration CATCHING_UP = Duration.ofMinutes(10);

    private EndpointsBench() {}

    /**
     * A service under load.
     *
     * @param service where it listens
     * @param milterPort of its milter
     * @param key of its API
     */
    record Target(ServiceEndpoints service, int milterPort, String key) {

        private EndpointLoad.Settings settings(
                OutageBench.LoadLevel load, Duration length, boolean slowClients, LoadTraffic.Settings traffic) {
            return new EndpointLoad.Settings(
                    BenchPorts.address(service.policy()),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), milterPort),
                    BenchPorts.address(URI.create(service.http()).getAuthority()),
                    key,
                    load.connections(),
                    load.rate(),
                    length,
                    slowClients,
                    traffic);
        }

        private double fallbacks() throws InterruptedException {
            return metric(BenchChildProcess.ANSWERS, BenchChildProcess.BY_FALLBACK);
        }

        private double unwritten() throws InterruptedException {
            return metric("sekimori_log_write_failures_total", "kind=\"mail\"");
        }

        /** NaN if a busy service does not tell. */
        private double metric(String name, String label) throws InterruptedException {
            for (int tries = 0; tries < 3; tries++) {
                try {
                    return BenchChildProcess.metric(service.http(), key, name, label);
                } catch (IOException e) {
                    TimeUnit.SECONDS.sleep(1);
                }
            }
            return Double.NaN;
        }
    }

    /** Loads a running service beside slow clients, and waits until everything is decided or nothing is decided any more. */
    static EndpointsOutcome load(
            Target target,
            OutageBench.LoadLevel load,
            Duration length,
            LoadTraffic.Settings traffic,
            PrintStream progress)
            throws IOException, InterruptedException {
        return load(target, load, length, true, traffic, progress);
    }

    private static EndpointsOutcome load(
            Target target,
            OutageBench.LoadLevel load,
            Duration length,
            boolean slowClients,
            LoadTraffic.Settings traffic,
            PrintStream progress)
            throws IOException, InterruptedException {
        try (DecisionCounter counter = new DecisionCounter(target.service())) {
            OutageDecisionCount before = counter.read();
            double fallbacks = target.fallbacks();
            double unwritten = target.unwritten();
            LongAdder answered = new LongAdder();
            Map<Endpoint, Result> results;
            try (ProgressTicker ticker = ProgressTicker.start(
                    progress, seconds -> "  %,d answers after %d s".formatted(answered.sum(), seconds))) {
                results = EndpointLoad.run(target.settings(load, length, slowClients, traffic), answered);
            }
            EndpointsOutcome.Submissions submissions = EndpointsOutcome.Submissions.of(results);
            OutageDecisionCount count = count(counter, before.attempts() + submissions.answered(), progress);
            return new EndpointsOutcome(
                    results,
                    submissions,
                    count.since(before),
                    target.fallbacks() - fallbacks,
                    target.unwritten() - unwritten);
        }
    }

    /** Waits for a number of submissions, and their decisions, as long as more of them come. */
    private static OutageDecisionCount count(DecisionCounter counter, long submissions, PrintStream progress)
            throws InterruptedException {
        long begun = System.nanoTime();
        long grown = begun;
        OutageDecisionCount count = new OutageDecisionCount(0, 0, 0, 0, 0);
        while (true) {
            long known = count.attempts() + count.decided();
            try {
                count = counter.read();
            } catch (IllegalStateException e) {
                progress.println("  " + e.getMessage());
            }
            long now = System.nanoTime();
            grown = count.attempts() + count.decided() > known ? now : grown;
            boolean done = count.attempts() >= submissions && count.undecided() == 0;
            if (done || now - grown > STANDING_STILL.toNanos() || now - begun > CATCHING_UP.toNanos()) {
                return count;
            }
            progress.printf(
                    "  counting: %,d submissions on the log, %,d without a decision%n",
                    count.attempts(), count.undecided());
            TimeUnit.SECONDS.sleep(2);
        }
    }

    /**
     * Starts a service, warms it up, loads it and prints the figures.
     *
     * @param progress what is being done, as it happens
     * @return whether nothing was lost and nothing decided twice
     */
    static boolean run(
            BenchEnvironment rig,
            Path folder,
            Path rules,
            Duration length,
            OutageBench.LoadLevel load,
            PrintStream out,
            PrintStream progress)
            throws IOException, InterruptedException {
        Path data = folder.resolve("endpoints");
        int milter = BenchPorts.free();
        progress.printf(
                "Endpoints, %,d/s over %d connections: starting the service%n", load.rate(), load.connections());
        try (BenchChildProcess process = BenchChildProcess.start(
                HEAP,
                folder.resolve("endpoints.txt"),
                // A busy machine takes longer to try the rulebook.
                Map.of(
                        "SEKIMORI_HTTP_CONNECTIONSPERCLIENT", "2000",
                        "SEKIMORI_RULEBOOKS_TRIAL_DEADLINE", "3m"),
                service(data, rules, milter))) {
            process.await(() -> Files.exists(data.resolve("run.properties")));
            Target target = new Target(ServiceEndpoints.find(data), milter, BenchChildProcess.localKey(data));
            OutageBench.LoadLevel warm =
                    new OutageBench.LoadLevel(Math.max(1, load.rate() / WARM_UP_SHARE), load.connections());
            progress.printf("Warming up, %,d/s for %d s%n", warm.rate(), WARM_UP.toSeconds());
            long runs = Endpoint.values().length;
            // The runs of the other endpoints are not used again.
            LoadTraffic.Settings traffic = rig.traffic();
            load(target, warm, WARM_UP, traffic, progress);
            process.requireRunning();
            OutageBench.LoadLevel compared =
                    new OutageBench.LoadLevel(Math.max(1, load.rate() / COMPARED_SHARE), load.connections());
            progress.printf("Without slow clients and beside them, %,d/s%n", compared.rate());
            EndpointsOutcome alone =
                    load(target, compared, COMPARED, false, traffic.withRun(traffic.run() + runs), progress);
            EndpointsOutcome beside =
                    load(target, compared, COMPARED, true, traffic.withRun(traffic.run() + 2 * runs), progress);
            EndpointsOutcome.compare(alone, beside, compared, out);
            progress.printf(
                    "Loading for %d s; a service that cannot keep up takes up to %d s longer, and %d s to count%n",
                    length.toSeconds(), EndpointLoad.LONGEST_DRAIN.toSeconds(), CATCHING_UP.toSeconds());
            EndpointsOutcome outcome = load(target, load, length, traffic.withRun(traffic.run() + 3 * runs), progress);
            outcome.print(load, length, out);
            process.requireRunning();
            return alone.nothingLost() && beside.nothingLost() && outcome.nothingLost();
        }
    }

    private static List<String> service(Path data, Path rules, int milter) {
        return List.of(
                "up",
                "--data=" + data,
                "--rules=" + rules,
                "--home=JP",
                "--port=0",
                "--policy-port=0",
                "--kafka-port=0",
                "--milter-port=" + milter);
    }
}
