package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.lab.load.LoadGenerator.Result;
import org.sekimori.lab.load.LoadGenerator.Settings;
import org.sekimori.lab.load.LoadTraffic;

/**
 * Policy servers on the same load, in turns: submissions of customers at home, which all of them accept and count, because that path
 * writes state. Each runs in processes of its own, over an empty folder in each round; the load generator is this process.
 */
final class PeerBench {

    private static final List<Integer> CONNECTIONS = List.of(2, 20, 100);
    private static final List<Integer> RATES = List.of(200, 1000, 2000);
    private static final int OPEN_CONNECTIONS = 50;
    private static final int WARM_UP_CONNECTIONS = 20;

    /** With a share of the saturated rate above this, latency says only how long the run was. */
    private static final double UTILIZATION = 0.9;

    private static final double MEBIBYTE = 1 << 20;

    /**
     * Length of the runs.
     *
     * @param warmUp after the start, with {@value #WARM_UP_CONNECTIONS} connections
     * @param each one run
     */
    record Plan(int rounds, Duration warmUp, Duration each) {}

    private final BenchEnvironment rig;
    private final Path rules;
    private final Plan plan;
    private final PrintStream progress;
    private final PeerTable table = new PeerTable();

    /** Processor time of the service by threads: a column for each load. */
    private final PeerTable threads = new PeerTable();

    private PeerBench(BenchEnvironment rig, Path rules, Plan plan, PrintStream progress) {
        this.rig = rig;
        this.rules = rules;
        this.plan = plan;
        this.progress = progress;
    }

    /** Installs what is missing, measures, and prints a table in Markdown. */
    static void run(BenchEnvironment rig, Path rules, Plan plan, PrintStream out, PrintStream progress)
            throws IOException, InterruptedException {
        // The users that peers run as must be able to read it.
        Path folder = Files.createTempDirectory("sekimori-peers");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            new PeerBench(rig, rules, plan, progress).measure(folder, out);
        } finally {
            BenchCommand.delete(folder);
        }
    }

    private void measure(Path folder, PrintStream out) throws IOException, InterruptedException {
        Path scripts = PolicyPeer.writeScripts(folder.resolve("scripts"));
        List<PolicyPeer> peers = new ArrayList<>();
        for (PolicyPeer peer : PolicyPeer.values()) {
            if (peer.install(scripts)) {
                peers.add(peer);
            } else {
                out.printf("%s: left out, because it is not installed%n", peer.title());
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (PolicyPeer peer : peers) {
                progress.printf("Round %d of %d: %s%n", round, plan.rounds(), peer.title());
                Path own = folder.resolve(peer.title() + "-" + round);
                try (PolicyPeer.Running running = peer.start(scripts, own, rules)) {
                    round(peer, running);
                }
            }
        }
        out.printf(
                "Policy servers on the same load: customers at home, all accepted and counted; load generator in this process;%n"
                        + "%d rounds in turns, %d s of warm-up, %d s a run; median (lowest to highest); -: the rate is beyond saturation.%n%n",
                plan.rounds(), plan.warmUp().toSeconds(), plan.each().toSeconds());
        table.print(out);
        out.printf("%nWhere sekimori's processor time goes, s per 10,000 answers (jcmd, which a JRE lacks):%n%n");
        threads.print(out);
        out.println();
        peers.forEach(peer -> out.printf("%s keeps %s.%n", peer.title(), peer.keeps()));
        out.println();
    }

    private void round(PolicyPeer peer, PolicyPeer.Running running) throws IOException, InterruptedException {
        load(
                peer,
                Settings.closedLoop(running.address(), WARM_UP_CONNECTIONS, plan.warmUp())
                        .withWarmUp(Duration.ZERO));
        double most = 0;
        for (int connections : CONNECTIONS) {
            double fallbacksBefore = fallbacks(running);
            ThreadTimes threadsBefore = threads(peer, running);
            Duration before = running.processes().processorTime();
            Result result = load(
                    peer,
                    Settings.closedLoop(running.address(), connections, plan.each())
                            .withWarmUp(Duration.ZERO));
            table.add(peer.title(), "answers/s over %d connections".formatted(connections), result.throughput());
            if (running.data() != null) {
                table.add(
                        peer.title(),
                        "of these by the fallback, %%, over %d connections".formatted(connections),
                        100 * (fallbacks(running) - fallbacksBefore) / Math.max(1, result.answers()));
            }
            processor(peer, running, before, result, "%d connections".formatted(connections));
            threads(peer, running, threadsBefore, result, "%d connections".formatted(connections));
            table.add(peer.title(), "accepted, %", accepted(result));
            most = Math.max(most, result.throughput());
        }
        for (int rate : RATES) {
            if (rate > most * UTILIZATION) {
                continue;
            }
            ThreadTimes threadsBefore = threads(peer, running);
            Duration before = running.processes().processorTime();
            Result result = load(
                    peer,
                    Settings.openLoop(running.address(), OPEN_CONNECTIONS, plan.each(), rate)
                            .withWarmUp(Duration.ZERO));
            String at = " at %,d/s, ms".formatted(rate);
            table.add(peer.title(), "p50" + at, result.response().p50());
            table.add(peer.title(), "p99" + at, result.response().p99());
            table.add(peer.title(), "p99.9" + at, result.response().p999());
            processor(peer, running, before, result, "%,d/s".formatted(rate));
            threads(peer, running, threadsBefore, result, "%,d/s".formatted(rate));
        }
        table.add(peer.title(), "memory, MiB", running.processes().memory() / MEBIBYTE);
    }

    /** Answers that the service gave without a decision, so that they cost it little; 0 for peers, which have none. */
    private static double fallbacks(PolicyPeer.Running running) throws IOException, InterruptedException {
        Path data = running.data();
        return data == null
                ? 0
                : BenchChildProcess.fallbacks(ServiceEndpoints.find(data).http(), BenchChildProcess.localKey(data));
    }

    private void processor(PolicyPeer peer, PolicyPeer.Running running, Duration before, Result result, String load) {
        Duration used = running.processes().processorTime().minus(before);
        table.add(
                peer.title(),
                "processor s per 10,000 at " + load,
                used.toMillis() * 10.0 / Math.max(1, result.answers()));
    }

    private static ThreadTimes threads(PolicyPeer peer, PolicyPeer.Running running)
            throws IOException, InterruptedException {
        return peer == PolicyPeer.SEKIMORI
                ? ThreadTimes.of(running.processes().roots().get(0))
                : new ThreadTimes(Map.of());
    }

    private void threads(PolicyPeer peer, PolicyPeer.Running running, ThreadTimes before, Result result, String load)
            throws IOException, InterruptedException {
        threads(peer, running)
                .since(before)
                .groups()
                .forEach((group, used) ->
                        threads.add(load, group, used.toMillis() * 10.0 / Math.max(1, result.answers())));
    }

    private static double accepted(Result result) {
        long passed = result.actions().entrySet().stream()
                .filter(action -> action.getKey().equalsIgnoreCase("DUNNO"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return 100.0 * passed / Math.max(1, result.answers());
    }

    private Result load(PolicyPeer peer, Settings settings) throws IOException, InterruptedException {
        LoadTraffic.Settings traffic = rig.traffic().homeOnly().withZipf(0);
        Result result = LoadGenerator.run(peer.counted(settings).withTraffic(traffic));
        progress.println("  " + result);
        return result;
    }
}
