package org.sekimori.cli;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountCodec;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Step;
import org.sekimori.lab.load.Submission;
import org.sekimori.lab.load.Traffic;
import org.sekimori.mail.MailEvent;

/**
 * The step alone, on one thread: state decoded, rules fired, state encoded. The accounts have a past of {@value #PAST_DAYS} days
 * of about {@value #PER_DAY} messages, so their profiles are of the size that they have in a running service.
 */
final class EngineBench {

    private static final int ACCOUNTS = 10_000;
    private static final int PAST_DAYS = 33;
    private static final int PER_DAY = 2;
    private static final int EVENTS = 60_000;
    private static final int ROUNDS = 7;

    private final BenchRig rig;
    private final PrintStream out;
    private final Traffic traffic;
    private final ByteBuffer buffer = ByteBuffer.allocate(Submission.MAX_BYTES);

    private EngineBench(BenchRig rig, PrintStream out) {
        this.rig = rig;
        this.out = out;
        this.traffic = Traffic.of(rig.traffic().withAccounts(ACCOUNTS));
    }

    static void run(BenchRig rig, PrintStream out) {
        new EngineBench(rig, out).run();
    }

    private void run() {
        Instant now = Instant.now();
        Map<String, byte[]> past = new HashMap<>();
        try (Engine engine = new Engine(rig.loaded.rulebook())) {
            int sent = ACCOUNTS * PAST_DAYS * PER_DAY;
            Duration between = Duration.ofDays(PAST_DAYS).dividedBy(sent);
            Instant time = now.minus(Duration.ofDays(PAST_DAYS + 1));
            for (int i = 0; i < sent; i++) {
                time = time.plus(between);
                step(engine, rig.event(traffic.next(), time, buffer), past);
            }
        }
        MailEvent[] today = new MailEvent[EVENTS];
        Instant dawn = now.minus(Duration.ofHours(23));
        for (int i = 0; i < EVENTS; i++) {
            today[i] = rig.event(
                    traffic.next(),
                    dawn.plus(Duration.ofHours(22).dividedBy(EVENTS).multipliedBy(i)),
                    buffer);
        }
        double[] rates = new double[ROUNDS];
        double[] busy = new double[ROUNDS];
        Map<String, byte[]> states = past;
        for (int round = 0; round < ROUNDS; round++) {
            states = new HashMap<>(past);
            try (Engine engine = new Engine(rig.loaded.rulebook())) {
                round(engine, today, states, rates, busy, round);
            }
        }
        Arrays.sort(rates);
        Arrays.sort(busy);
        out.printf(
                "Engine, one thread, all shipped rules, typical profiles, state decoded and encoded%n"
                        + "  decisions/s   median %,.0f   best %,.0f   (target 120,000)%n"
                        + "  by processor time, as if nothing else ran: median %,.0f%n",
                rates[ROUNDS / 2], rates[ROUNDS - 1], busy[ROUNDS / 2]);
        sizes(states);
        ProfileSizes.print(rig.loaded.rulebook(), out);
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

    private static void round(
            Engine engine, MailEvent[] events, Map<String, byte[]> states, double[] rates, double[] busy, int round) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long started = System.nanoTime();
        long startedBusy = threads.getCurrentThreadCpuTime();
        for (MailEvent event : events) {
            step(engine, event, states);
        }
        busy[round] = events.length / ((threads.getCurrentThreadCpuTime() - startedBusy) / 1e9);
        rates[round] = events.length / ((System.nanoTime() - started) / 1e9);
    }

    private static void step(Engine engine, MailEvent event, Map<String, byte[]> states) {
        byte @Nullable [] stored = states.get(event.account().name());
        AccountState before = stored == null ? null : AccountCodec.decode(stored);
        Step step = engine.step(before, new Entry.Mail(event));
        AccountState after = step.state();
        if (after != null) {
            states.put(event.account().name(), AccountCodec.encode(after));
        }
    }
}
