package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the service on this machine, beside the figures that it is meant to reach. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure engine, backtest, log, policy port, reloading of rules and archive on this machine.",
            "Takes about ten minutes. All endpoints at once, an outage of the broker, and other policy servers on the same load",
            "(installed with apt-get, as root on Debian) are measured only if they are named."
        },
        footer = {
            "",
            "Example:  ./sekimori bench",
            "Example:  ./sekimori bench --only port --seconds 10",
            "Example:  ./sekimori bench --only lookup --events 2000000",
            "Example:  ./sekimori bench --only endpoints --load 5000x500 --seconds 60",
            "Example:  ./sekimori bench --only outage --seconds 5 --load 2000x100",
            "Example:  ./sekimori bench --only peers --rounds 3 --warm-up 60",
            "Example:  ./sekimori bench --only archive --elasticsearch http://127.0.0.1:9200",
            "The service runs in this process with a log in a temporary folder; traffic stays on loopback."
        })
public final class BenchCommand implements Callable<Integer> {

    /** Benchmarks the service on this machine and compares the figures with their targets. */
    enum Part {
        ENGINE,
        BACKTEST,
        LOG,
        NEIGHBOURS,
        PORT,
        RULEBOOK,
        ARCHIVE,
        LOOKUP,
        ENDPOINTS,
        OUTAGE,
        PEERS
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "engine, backtest, log, neighbours, port, rulebook, archive, lookup, endpoints, outage, peers. "
                            + "Default: all but the last four")
    private List<Part> only =
            List.of(Part.ENGINE, Part.BACKTEST, Part.LOG, Part.NEIGHBOURS, Part.PORT, Part.RULEBOOK, Part.ARCHIVE);

    @Option(names = "--seconds", defaultValue = "15", description = "Length of each run at the port. Default: 15")
    private int seconds = 15;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of the comparison with peers. Default: 3")
    private int rounds = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Load before each round of the comparison with peers, not counted. Default: 60")
    private int warmUp = 60;

    @Option(
            names = "--events",
            defaultValue = "400000",
            description = "Events of the log's run and of look-ups, and reports of the neighbours'. Default: 400000")
    private int events = 400_000;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "An empty Elasticsearch without security, for the archive. Default: the archive is left out")
    private @Nullable URI elasticsearch;

    @Option(
            names = "--archived",
            defaultValue = "200000",
            description = "Decisions of the archive's backlog. Default: 200000")
    private int archived = 200_000;

    @Option(
            names = "--load",
            split = ",",
            paramLabel = "RATExCONNECTIONS",
            converter = OutageBench.LoadLevel.Converter.class,
            description = "Loads of outage and endpoints. Default: 500x20,500x100,2000x20,2000x100")
    private List<OutageBench.LoadLevel> loads = OutageBench.LOADS;

    @Option(names = "--accounts", defaultValue = "100000", description = "Accounts. Default: 100000")
    private int accounts = 100_000;

    @Option(names = "--threads", defaultValue = "2", description = "Threads that step accounts. Default: 2")
    private int threads = 2;

    @Option(names = "--commit-interval", defaultValue = "1000", description = "Milliseconds. Default: 1000")
    private int commitMillis = 1000;

    @Option(names = "--rules", paramLabel = "DIR", defaultValue = "rules", description = "Folder of the rulebook.")
    private Path rules = Path.of("rules");

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        out.printf(
                "Machine: %d processors, %d MiB heap, Java %s, %s %s%n%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"));
        boolean proved = true;
        Path folder = Files.createTempDirectory("sekimori-bench");
        try (BenchEnvironment rig =
                new BenchEnvironment(folder, rules, accounts, threads, Duration.ofMillis(commitMillis))) {
            if (only.contains(Part.ENGINE)) {
                EngineBench.run(rig, out);
            }
            if (only.contains(Part.BACKTEST)) {
                BacktestBench.run(rig, folder, out);
            }
            if (only.contains(Part.LOG)) {
                StreamBench.run(rig, events, out);
            }
            if (only.contains(Part.NEIGHBOURS)) {
                NeighbourBench.run(rig, events, out);
            }
            if (only.contains(Part.PORT)) {
                PolicyPortBench.run(rig, Duration.ofSeconds(seconds), out);
            }
            if (only.contains(Part.RULEBOOK)) {
                RulebookBench.run(rig, Duration.ofSeconds(2L * seconds), out);
            }
            if (only.contains(Part.ARCHIVE)) {
                archive(rig, out);
            }
            if (only.contains(Part.LOOKUP)) {
                DecisionLookupBench.run(rig, events, out);
            }
            if (only.contains(Part.ENDPOINTS)) {
                for (OutageBench.LoadLevel load : loads) {
                    proved &= EndpointsBench.run(
                            rig,
                            Files.createDirectories(folder.resolve(load.rate() + "x" + load.connections())),
                            rules,
                            Duration.ofSeconds(seconds),
                            load,
                            out,
                            System.err);
                }
            }
            if (only.contains(Part.OUTAGE)) {
                OutageBench.run(rig, folder, rules, Duration.ofSeconds(seconds), loads, out);
            }
            if (only.contains(Part.PEERS)) {
                PeerBench.Plan plan =
                        new PeerBench.Plan(rounds, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
                PeerBench.run(rig, rules, plan, out, System.err);
            }
        } finally {
            delete(folder);
        }
        return proved ? 0 : 1;
    }

    private void archive(BenchEnvironment rig, PrintStream out) throws IOException, InterruptedException {
        if (elasticsearch == null) {
            out.println(
                    "Archive: left out; name an empty Elasticsearch, such as --elasticsearch http://127.0.0.1:9200");
        } else {
            ArchiveBench.run(rig, elasticsearch, archived, Duration.ofSeconds(2L * seconds), out);
        }
    }

    /** Removes a folder with everything in it. */
    static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
