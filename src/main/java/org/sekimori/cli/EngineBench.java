package org.sekimori.cli;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountCodec;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;
import org.sekimori.engine.Step;
import org.sekimori.lab.Submission;
import org.sekimori.lab.Traffic;
import org.sekimori.mail.MailEvent;

/** The step alone, on one thread: state decoded, rules fired, state encoded. */
final class EngineBench {

    private static final int EVENTS = 300_000;
    private static final int ROUNDS = 6;

    private EngineBench() {}

    static void run(BenchRig rig, PrintStream out) {
        MailEvent[] events = new MailEvent[EVENTS];
        Traffic traffic = Traffic.of(rig.traffic());
        ByteBuffer buffer = ByteBuffer.allocate(Submission.MAX_BYTES);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = rig.event(traffic.next(), buffer);
        }
        double[] rates = new double[ROUNDS];
        Map<String, byte[]> states = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            states = new HashMap<>();
            try (Engine engine = new Engine(rig.loaded.rulebook())) {
                rates[round] = round(engine, events, states);
            }
        }
        Arrays.sort(rates);
        out.printf(
                "Engine, one thread, all shipped rules, state decoded and encoded%n"
                        + "  decisions/s   median %,.0f   best %,.0f   (target 120,000)%n",
                rates[ROUNDS / 2], rates[ROUNDS - 1]);
        int[] sizes = states.values().stream()
                .mapToInt(bytes -> bytes.length)
                .sorted()
                .toArray();
        out.printf(
                "  state         median %,d octets, 99 %% below %,d, largest %,d%n%n",
                sizes[sizes.length / 2], sizes[(int) (sizes.length * 0.99)], sizes[sizes.length - 1]);
    }

    private static double round(Engine engine, MailEvent[] events, Map<String, byte[]> states) {
        long started = System.nanoTime();
        for (MailEvent event : events) {
            byte @Nullable [] stored = states.get(event.account().name());
            AccountState before = stored == null ? null : AccountCodec.decode(stored);
            Step step = engine.step(before, new Entry.Mail(event));
            AccountState after = step.state();
            if (after != null) {
                states.put(event.account().name(), AccountCodec.encode(after));
            }
        }
        return events.length / ((System.nanoTime() - started) / 1e9);
    }
}
