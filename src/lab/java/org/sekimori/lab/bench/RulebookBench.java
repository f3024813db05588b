package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.engine.LogEntry;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.intake.postfix.PostfixConfigMonitor;
import org.sekimori.intake.postfix.PostfixPolicyServer;
import org.sekimori.intake.postfix.PostfixPolicySettings;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.mail.Account;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.FallbackPolicy;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.SekimoriProperties;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.stream.runtime.StreamRuntime;

/** Cost of changing rules: latency at the policy port while rulebooks are activated, and class memory after many reloads. */
final class RulebookBench {

    private static final int RATE = 2000;
    private static final int CONNECTIONS = 100;
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    private static final int RELOADS = 300;
    private static final int STEPS = 6;
    private static final double P99_MILLIS = 100;
    private static final String EVENT_ID = "\"event_id\":\"";

    private RulebookBench() {}

    static void run(BenchEnvironment rig, Duration length, PrintStream out)
            throws IOException, InterruptedException, RulebookException {
        publishing(rig, length, out);
        reloading(rig, out);
    }

    private static void publishing(BenchEnvironment rig, Duration length, PrintStream out)
            throws IOException, InterruptedException, RulebookException {
        StreamSettings stream = rig.settings("bench-rulebook.");
        LoadedRulebook own = LoadedRulebook.checkInProcess(rig.loaded().files());
        AtomicLong fallbacks = new AtomicLong();
        try (StreamRuntime runtime = rig.startStream(stream, own)) {
            runtime.awaitReady(READY);
            PostfixPolicySettings settings =
                    new PostfixPolicySettings("127.0.0.1", 0, Duration.ofSeconds(5), "bench", false);
            try (FallbackPolicy fallback = new FallbackPolicy(
                            SekimoriProperties.FallbackMode.PASS,
                            () -> runtime.rulebooks().state().rulebook(),
                            runtime.projections());
                    PostfixPolicyServer server = PostfixPolicyServer.open(
                            settings,
                            new SubmissionIntake(
                                    runtime.log(),
                                    Account.LoginNormalizer.PLAIN,
                                    rig.origins::locate,
                                    event -> {},
                                    rig.hasher::hash,
                                    fallback.counting(fallbacks),
                                    rig.registry,
                                    Clock.systemUTC()),
                            new PostfixConfigMonitor(Clock.systemUTC(), Set.of()))) {
                LoadGenerator.Result warm = LoadGenerator.run(
                        LoadGenerator.Settings.closedLoop(server.address(), 20, Duration.ofSeconds(15))
                                .withTraffic(rig.traffic()));
                // Warm-up of the compiler.
                runtime.rulebooks().publish(variant(rig, 0), false, "bench");
                LoadGenerator.Settings load = LoadGenerator.Settings.openLoop(
                                server.address(), CONNECTIONS, length, RATE)
                        .withTraffic(rig.traffic());
                LoadGenerator.Result quiet = LoadGenerator.run(load);
                AtomicBoolean ended = new AtomicBoolean();
                AtomicInteger published = new AtomicInteger();
                CompletableFuture<Void> publisher =
                        CompletableFuture.runAsync(() -> publish(rig, runtime, ended, published));
                LoadGenerator.Result busy = LoadGenerator.run(load.withTraffic(rig.traffic()));
                ended.set(true);
                publisher.join();
                out.printf("Policy port at %,d/s while rulebooks are put in force%n", RATE);
                print("without", quiet, out);
                print(published.get() + " published", busy, out);
                out.printf("    (target: p99 below %.0f ms)%n", P99_MILLIS);
                compare(rig, stream, fallbacks.get(), out);
            }
        }
    }

    private static void print(String what, LoadGenerator.Result result, PrintStream out) {
        out.printf(
                "  %-18s p50 %6.2f   p99 %6.2f   p99.9 %6.2f   max %6.2f ms%s%n",
                what,
                result.response().p50(),
                result.response().p99(),
                result.response().p999(),
                result.response().max(),
                result.complete() ? "" : "   INCOMPLETE");
    }

    private static void publish(
            BenchEnvironment rig, StreamRuntime runtime, AtomicBoolean ended, AtomicInteger published) {
        try {
            while (!ended.get()) {
                runtime.rulebooks().publish(variant(rig, published.incrementAndGet()), false, "bench");
                Thread.sleep(BETWEEN.toMillis());
            }
        } catch (RulebookException | InterruptedException e) {
            throw new IllegalStateException("a rulebook was not published", e);
        }
    }

    /** Another rulebook each time, with the same rules. */
    private static RulebookFiles variant(BenchEnvironment rig, int number) {
        return rig.loaded().files().with("bench.txt", "variant " + number);
    }

    /** Every answer by the log must have its decision there. */
    private static void compare(BenchEnvironment rig, StreamSettings stream, long fallbacks, PrintStream out)
            throws InterruptedException {
        // Answers are committed within a commit interval; the reader then reads to the end.
        Thread.sleep(rig.commitInterval().multipliedBy(3).toMillis());
        Set<String> answered = new HashSet<>();
        Set<String> decided = new HashSet<>();
        try (LogReplay log = new LogReplay(stream.logClientSettings())) {
            log.entries(
                    (partition, entry) -> {
                        if (entry instanceof LogEntry.AnswerGiven one) {
                            answered.add(one.eventId());
                        }
                    },
                    count -> {});
            log.decisions(value -> decided.add(eventId(new String(value, StandardCharsets.UTF_8))), count -> {});
        }
        answered.removeAll(decided);
        out.printf(
                "  answers by the fallback %,d; decisions on the log %,d, answers without one %,d%s%n%n",
                fallbacks, decided.size(), answered.size(), answered.isEmpty() ? "" : "   DECISIONS LOST");
    }

    private static String eventId(String decision) {
        int start = decision.indexOf(EVENT_ID) + EVENT_ID.length();
        return decision.substring(start, decision.indexOf('"', start));
    }

    private static void reloading(BenchEnvironment rig, PrintStream out) throws RulebookException {
        out.printf("Memory for classes after reloads of the shipped rulebook, each checked, tested and closed%n");
        for (int i = 1; i <= RELOADS; i++) {
            LoadedRulebook.checkInProcess(variant(rig, i)).rulebook().close();
            if (i % (RELOADS / STEPS) == 0) {
                System.gc();
                out.printf(
                        "  %,4d reloads   metaspace %5.1f MiB   %,d classes loaded%n",
                        i,
                        metaspace() / 1048576.0,
                        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
            }
        }
        out.println();
    }

    /** Octets in use. */
    static long metaspace() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                return pool.getUsage().getUsed();
            }
        }
        return 0;
    }
}
