package org.sekimori.lab.bench;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;
import org.sekimori.engine.StepResult;
import org.sekimori.lab.load.LoadSubmission;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.mail.MailEvent;

/**
 * The step alone, on one thread: state decoded, rules fired, state encoded. The accounts have a past of {@value #PAST_DAYS} days
 * of about {@value #PER_DAY} messages, so their profiles are of the size that they have in a running service.
 */
final class EngineBench {

    static final int ROUNDS = 7;

    private static final int ACCOUNTS = 10_000;
    private static final int PAST_DAYS = 33;
    private static final int PER_DAY = 2;
    private static final int EVENTS = 60_000;

    private final BenchEnvironment rig;
    private final PrintStream out;

    /**
     * Accounts of typical size and their traffic of today.
     *
     * @param past each account's encoded state, by name
     */
    record Workload(Map<String, byte[]> past, MailEvent[] today) {}

    /**
     * How fast a round went.
     *
     * @param rate decisions in a second
     * @param busy the same by processor time
     * @param allocated octets allocated for a decision
     */
    record Speed(double rate, double busy, long allocated) {}

    private EngineBench(BenchEnvironment rig, PrintStream out) {
        this.rig = rig;
        this.out = out;
    }

    static void run(BenchEnvironment rig, PrintStream out) {
        new EngineBench(rig, out).run();
    }

    /**
     * Invents a past, and steps it.
     *
     * @param events of today
     */
    static Workload day(BenchEnvironment rig, int events) {
        LoadTraffic traffic = LoadTraffic.of(rig.traffic().withAccounts(ACCOUNTS));
        ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        Instant now = Instant.now();
        Map<String, byte[]> past = new HashMap<>();
        try (StepEngine engine = new StepEngine(rig.loaded().rulebook())) {
            int sent = ACCOUNTS * PAST_DAYS * PER_DAY;
            Duration between = Duration.ofDays(PAST_DAYS).dividedBy(sent);
            Instant time = now.minus(Duration.ofDays(PAST_DAYS + 1));
            for (int i = 0; i < sent; i++) {
                time = time.plus(between);
                step(engine, rig.event(traffic.next(), time, buffer), past);
            }
        }
        MailEvent[] today = new MailEvent[events];
        Instant dawn = now.minus(Duration.ofHours(23));
        for (int i = 0; i < events; i++) {
            today[i] = rig.event(
                    traffic.next(),
                    dawn.plus(Duration.ofHours(22).dividedBy(events).multipliedBy(i)),
                    buffer);
        }
        return new Workload(past, today);
    }

    private void run() {
        Workload day = day(rig, EVENTS);
        double[] rates = new double[ROUNDS];
        double[] busy = new double[ROUNDS];
        long allocated = 0;
        Map<String, byte[]> states = day.past();
        for (int round = 0; round < ROUNDS; round++) {
            states = new HashMap<>(day.past());
            Speed speed = round(rig, day.today(), states);
            rates[round] = speed.rate();
            busy[round] = speed.busy();
            allocated = speed.allocated();
        }
        Arrays.sort(rates);
        Arrays.sort(busy);
        out.printf(
                "Engine, one thread, all shipped rules, typical profiles, state decoded and encoded%n"
                        + "  decisions/s   median %,.0f   best %,.0f   (target 120,000)%n"
                        + "  by processor time, as if nothing else ran: median %,.0f   best %,.0f%n"
                        + "  allocated     %,d octets a decision   (target 40,000)%n",
                rates[ROUNDS / 2], rates[ROUNDS - 1], busy[ROUNDS / 2], busy[ROUNDS - 1], allocated);
        sizes(states);
        StateSizeReport.print(rig.loaded().rulebook(), out);
    }

    private void sizes(Map<String, byte[]> states) {
        int[] sizes = states.values().stream()
                .mapToInt(bytes -> bytes.length)
                .sorted()
                .toArray();
        out.printf(
                "  state         median %,d octets, 99 %% below %,d, largest %,d%n",
                sizes[sizes.length / 2], sizes[(int) (sizes.length * 0.99)], sizes[sizes.length - 1]);
    }

    /** Steps a day on this thread. */
    static Speed round(BenchEnvironment rig, MailEvent[] events, Map<String, byte[]> states) {
        // HotSpot's own interface, which also knows what a thread allocated.
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        try (StepEngine engine = new StepEngine(rig.loaded().rulebook())) {
            long started = System.nanoTime();
            long startedBusy = threads.getCurrentThreadCpuTime();
            long startedOctets = threads.getCurrentThreadAllocatedBytes();
            for (MailEvent event : events) {
                step(engine, event, states);
            }
            double busy = events.length / ((threads.getCurrentThreadCpuTime() - startedBusy) / 1e9);
            double rate = events.length / ((System.nanoTime() - started) / 1e9);
            return new Speed(rate, busy, (threads.getCurrentThreadAllocatedBytes() - startedOctets) / events.length);
        }
    }

    private static void step(StepEngine engine, MailEvent event, Map<String, byte[]> states) {
        byte @Nullable [] stored = states.get(event.account().name());
        AccountState before = stored == null ? null : AccountStateCodec.decode(stored);
        StepResult step = engine.step(before, new LogEntry.Mail(event));
        AccountState after = step.state();
        if (after != null) {
            states.put(event.account().name(), AccountStateCodec.encode(after));
        }
    }
}
