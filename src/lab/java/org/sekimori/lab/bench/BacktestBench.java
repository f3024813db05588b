package org.sekimori.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.sekimori.cli.input.FileEntrySource;
import org.sekimori.cli.input.RecordedEntryDecoder;
import org.sekimori.engine.LogEntry;
import org.sekimori.geo.GeoFiles;
import org.sekimori.lab.backtest.Backtest;
import org.sekimori.lab.backtest.BacktestBaseline;
import org.sekimori.lab.backtest.BacktestPlan;
import org.sekimori.lab.backtest.BacktestResult;
import org.sekimori.lab.backtest.StateSnapshot;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.json.EntryJson;

/**
 * Compares the backtest with the engine: the same accounts, day and rulebook, from a file of log entries. A step is one decision
 * of one rulebook, so with a baseline an event takes two. Rounds alternate, so that other load slows both alike. Processor time
 * includes all threads of the process, with the collector's and the compiler's.
 */
final class BacktestBench {

    private static final int EVENTS = 180_000;
    private static final double TARGET = 0.7;

    private final BenchEnvironment rig;
    private final PrintStream out;
    private final Path file;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private BacktestBench(BenchEnvironment rig, Path folder, PrintStream out) {
        this.rig = rig;
        this.out = out;
        this.file = folder.resolve("backtest.ndjson");
    }

    static void run(BenchEnvironment rig, Path folder, PrintStream out) throws IOException, InterruptedException {
        new BacktestBench(rig, folder, out).run();
    }

    private void run() throws IOException, InterruptedException {
        EngineBench.Workload day = EngineBench.day(rig, EVENTS);
        write(day.today());
        TreeMap<Account, byte[]> states = new TreeMap<>();
        day.past().forEach((name, state) -> states.put(Account.of(name), state));
        StateSnapshot past =
                new StateSnapshot(Instant.now(), rig.loaded().rulebook().id(), states);
        Rates engine = new Rates();
        Rates alone = new Rates();
        Rates both = new Rates();
        for (int round = 0; round < EngineBench.ROUNDS; round++) {
            EngineBench.Speed speed = EngineBench.round(rig, day.today(), new HashMap<>(day.past()));
            engine.add(round, speed.rate(), speed.busy());
            measure(alone, round, new BacktestBaseline.None(), 1, past);
            measure(both, round, new BacktestBaseline.Fixed(rig.loaded().rulebook()), 2, past);
        }
        out.printf(
                "Backtest, %d threads, from a file of %,d entries (%,d MiB), the accounts of the engine's figure%n"
                        + "  engine beside it, one thread      median %,.0f decisions/s, by processor time %,.0f%n",
                threads,
                day.today().length,
                Files.size(file) >> 20,
                engine.median(engine.wall),
                engine.median(engine.busy));
        print("candidate alone, one step an event", alone, engine, 1);
        print("candidate and baseline, two steps", both, engine, 2);
    }

    private void write(MailEvent[] events) throws IOException {
        try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (MailEvent event : events) {
                lines.write(EntryJson.write(new LogEntry.Mail(event)));
                lines.write('\n');
            }
        }
    }

    private void measure(Rates rates, int round, BacktestBaseline baseline, int lanes, StateSnapshot past)
            throws IOException, InterruptedException {
        BacktestPlan plan =
                new BacktestPlan(rig.loaded().rulebook(), baseline, Instant.MIN, Instant.MAX, 0, false, threads);
        RecordedEntryDecoder entries = new RecordedEntryDecoder(GeoFiles.NONE);
        Backtest backtest = new Backtest(plan, entries, past, (place, reason) -> {
            throw new IllegalStateException(place + ": " + reason);
        });
        FileEntrySource recording = new FileEntrySource(List.of(file.toString()));
        long started = System.nanoTime();
        long startedBusy = system.getProcessCpuTime();
        BacktestResult outcome = backtest.run(recording, () -> {});
        double steps = (double) lanes * outcome.submissions() * 1e9;
        rates.add(round, steps / (System.nanoTime() - started), steps / (system.getProcessCpuTime() - startedBusy));
    }

    private void print(String what, Rates rates, Rates engine, int lanes) {
        double steps = rates.median(rates.wall);
        out.printf(
                "  %-34s median %,.0f steps/s = %,.0f events/s; %.2f x %d cores x engine (target %.1f); by processor time %.2f%n",
                what,
                steps,
                steps / lanes,
                steps / (threads * engine.median(engine.wall)),
                threads,
                TARGET,
                rates.median(rates.busy) / engine.median(engine.busy));
    }

    /** Steps in a second, and in a second of processor time, round by round. */
    private static final class Rates {
        private final double[] wall = new double[EngineBench.ROUNDS];
        private final double[] busy = new double[EngineBench.ROUNDS];

        void add(int round, double wallRate, double busyRate) {
            wall[round] = wallRate;
            busy[round] = busyRate;
        }

        double median(double[] rates) {
            double[] sorted = rates.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
