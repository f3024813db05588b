package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.sekimori.cli.support.CommandRulebookTrial;
import org.sekimori.server.explain.LogDecisionExplainer;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.lookup.IndexedLogReader;
import org.sekimori.stream.runtime.StreamRuntime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Latency of {@code why} on a long log: decisions of 35 days, found by the index, made again and explained. */
final class DecisionLookupBench {

    private static final Duration KEPT = Duration.ofDays(35);
    private static final Duration STALL = Duration.ofMinutes(2);
    private static final int ASKED = 300;
    private static final int COLD = 20;
    private static final long PAUSE_MILLIS = 200;

    private DecisionLookupBench() {}

    static void run(BenchEnvironment rig, int events, PrintStream out) throws InterruptedException, IOException {
        StreamSettings settings = rig.settings("bench-look-up.");
        // Puts the rulebook in force before anything is decided.
        try (StreamRuntime first = rig.startStream(settings)) {
            first.awaitReady(STALL);
        }
        StreamBench.load(rig, settings, rig.traffic(), events, Instant.now().minus(KEPT), KEPT.dividedBy(events));
        List<String> references = new ArrayList<>();
        try (DecisionTail tail = new DecisionTail(settings.logClientSettings());
                StreamRuntime runtime = rig.startStream(settings);
                LogDecisionExplainer explanations = new LogDecisionExplainer(
                        settings.logClientSettings(), CommandRulebookTrial.get(), runtime.projections())) {
            runtime.awaitReady(STALL);
            long began = System.nanoTime();
            drain(tail, events, references);
            double decided = seconds(began);
            awaitIndex(runtime);
            Path folder = settings.folder().resolve("index");
            out.printf(
                    "Look-ups, %,d accounts, %,d decisions of 35 days%n  decided in %,.0f s, indexed after %,.0f s;"
                            + " the index takes %,d octets for each decision%n",
                    rig.traffic().accounts(), events, decided, seconds(began), octets(folder) / events);
            measure(runtime, explanations, references, out);
        }
    }

    private static void drain(DecisionTail tail, int events, List<String> references) {
        SplittableRandom chance = new SplittableRandom(1);
        long last = System.nanoTime();
        for (int seen = 0; seen < events; ) {
            List<byte[]> more = tail.next(Duration.ofMillis(100));
            for (byte[] decision : more) {
                if (references.size() < ASKED || chance.nextInt(events) < ASKED * 4) {
                    JsonNode read = JsonMapper.shared().readTree(decision);
                    String reference = read.path("reference").asString();
                    if (references.size() < ASKED) {
                        references.add(reference);
                    } else {
                        references.set(chance.nextInt(ASKED), reference);
                    }
                }
            }
            seen += more.size();
            last = more.isEmpty() ? last : System.nanoTime();
            if (System.nanoTime() - last > STALL.toNanos()) {
                throw new IllegalStateException("no decision for " + STALL + " after " + seen + " of " + events);
            }
        }
    }

    private static void awaitIndex(StreamRuntime runtime) throws InterruptedException {
        while (true) {
            try {
                runtime.lookup().close();
                return;
            } catch (IndexedLogReader.BehindException e) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static void measure(
            StreamRuntime runtime, LogDecisionExplainer explanations, List<String> references, PrintStream out) {
        long began = System.nanoTime();
        explain(runtime, explanations, references.get(0));
        out.printf("  why, the first, which compiles the rulebook   %,.0f ms%n", seconds(began) * 1000);
        long[] nanos = new long[references.size()];
        int reproduced = 0;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            List<JsonNode> explained = explain(runtime, explanations, references.get(i));
            nanos[i] = System.nanoTime() - start;
            if (explained.stream().anyMatch(one -> one.path("reproduced").asBoolean())) {
                reproduced++;
            }
        }
        long[] warm = Arrays.copyOfRange(nanos, Math.min(COLD, nanos.length - 1), nanos.length);
        Arrays.sort(warm);
        out.printf(
                "  why, warm                                     p50 %,.0f, p99 %,.0f, largest %,.0f ms   (target 1,000)%n"
                        + "  of %,d explained, decided again as they were  %,d%n%n",
                millis(warm, 0.5), millis(warm, 0.99), millis(warm, 1), nanos.length, reproduced);
    }

    private static List<JsonNode> explain(StreamRuntime runtime, LogDecisionExplainer explanations, String reference) {
        try (IndexedLogReader log = runtime.lookup()) {
            return explanations.explain(log, reference);
        }
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long octets(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
