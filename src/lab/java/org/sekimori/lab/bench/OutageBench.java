package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sekimori.cli.support.ServiceEndpoints;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The policy port while the broker is frozen, resumed, killed and restarted. Service and broker are separate processes; each
 * connection has one request pending at a time, as an smtpd process of Postfix has. Afterwards the log is counted.
 */
final class OutageBench {

    private static final String HEAP = "-Xmx448m";
    /** The fallback that costs most: it asks the rules. */
    private static final Map<String, String> LOCAL = Map.of("SEKIMORI_POSTFIX_FALLBACK", "local");

    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final BenchEnvironment rig;
    private final Path folder;
    private final Path rules;
    private final PrintStream out;

    /** Requests a second over a number of connections. */
    record LoadLevel(int rate, int connections) {

        /** Reads {@code 2000x100}. */
        static final class Converter implements ITypeConverter<LoadLevel> {
            @Override
            public LoadLevel convert(String text) {
                String[] both = text.split("x", 2);
                if (both.length != 2 || !both[0].matches("[1-9]\\d{0,5}") || !both[1].matches("[1-9]\\d{0,3}")) {
                    throw new TypeConversionException("a load is a rate and connections, such as 2000x100");
                }
                return new LoadLevel(Integer.parseInt(both[0]), Integer.parseInt(both[1]));
            }
        }
    }

    static final List<LoadLevel> LOADS =
            List.of(new LoadLevel(500, 20), new LoadLevel(500, 100), new LoadLevel(2000, 20), new LoadLevel(2000, 100));

    private OutageBench(BenchEnvironment rig, Path folder, Path rules, PrintStream out) {
        this.rig = rig;
        this.folder = folder;
        this.rules = rules;
        this.out = out;
    }

    /**
     * Runs all loads.
     *
     * @param length of the undisturbed phases; the broker is frozen four times as long
     */
    static void run(
            BenchEnvironment rig, Path folder, Path rules, Duration length, List<LoadLevel> loads, PrintStream out)
            throws IOException, InterruptedException {
        out.printf(
                "Broker frozen for %d s, then killed and started again; load, service and broker in three processes;%n"
                        + "fallback local, deadline 1 s. Times in ms from when a request was due to its answer.%n",
                4 * length.toSeconds());
        for (LoadLevel load : loads) {
            Path own = folder.resolve("outage-" + load.rate() + "-" + load.connections());
            new OutageBench(rig, Files.createDirectories(own), rules, out).measure(load, length);
        }
        out.println();
    }

    private void measure(LoadLevel load, Duration length) throws IOException, InterruptedException {
        int port = BenchPorts.free();
        BenchChildProcess broker = broker(port);
        Path data = folder.resolve("service");
        try (BenchChildProcess process =
                BenchChildProcess.start(HEAP, folder.resolve("service.txt"), LOCAL, service(data, port))) {
            process.await(() -> Files.exists(data.resolve("run.properties")));
            OutagePhases phases =
                    new OutagePhases(rig, ServiceEndpoints.find(data), BenchChildProcess.localKey(data), load, out);
            phases.warmUp(WARM_UP);
            phases.run("before", length);
            broker.signal("STOP");
            phases.run("frozen", length.multipliedBy(4));
            broker.signal("CONT");
            phases.run("thawed", length.multipliedBy(2));
            broker.kill();
            phases.run("killed", length.multipliedBy(2));
            broker = broker(port);
            phases.run("restarted", length.multipliedBy(2));
            phases.count();
        } finally {
            broker.close();
        }
    }

    private BenchChildProcess broker(int port) throws IOException {
        return BenchChildProcess.start(
                "-Xmx256m",
                folder.resolve("broker.txt"),
                Map.of(),
                List.of(
                        "broker",
                        "--data",
                        folder.resolve("broker").toString(),
                        "--kafka-port",
                        Integer.toString(port)));
    }

    private List<String> service(Path data, int kafkaPort) {
        return List.of(
                "up",
                "--data=" + data,
                "--rules=" + rules,
                "--home=JP",
                "--kafka=127.0.0.1:" + kafkaPort,
                "--port=0",
                "--policy-port=0");
    }
}
