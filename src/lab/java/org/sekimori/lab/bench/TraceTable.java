package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sekimori.stream.request.RequestTrace;

/** Where the time of requests goes: the times between the stages of each, of which it prints quantiles. Thread-safe. */
final class TraceTable implements RequestTrace {

    /** A part of the way, from one stage to a later one. */
    private record Part(String name, Stage from, Stage to) {}

    private static final List<Part> PARTS = List.of(
            new Part("endpoint's queue", Stage.QUEUED, Stage.WRITING),
            new Part("produce", Stage.WRITING, Stage.ACKNOWLEDGED),
            new Part("produce and poll", Stage.WRITING, Stage.STEPPING),
            new Part("step", Stage.STEPPING, Stage.STEPPED),
            new Part("reply", Stage.STEPPED, Stage.REPLIED),
            new Part("queued to replied", Stage.QUEUED, Stage.REPLIED));

    private static final double MICROS_PER_MILLI = 1_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Map<Long, long[]> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<long[]> done = new ConcurrentLinkedQueue<>();

    @Override
    public void reached(long request, Stage stage) {
        long now = System.nanoTime();
        if (stage == Stage.QUEUED) {
            open.put(request, new long[Stage.values().length]);
        }
        long[] times = stage == Stage.REPLIED ? open.remove(request) : open.get(request);
        if (times == null) {
            return;
        }
        // Each stage writes a place of its own, and hands the request to the next thread.
        times[stage.ordinal()] = now;
        if (stage == Stage.REPLIED && times[Stage.STEPPED.ordinal()] != 0) {
            done.add(times);
        }
    }

    /** Forgets the requests so far. */
    void clear() {
        open.clear();
        done.clear();
    }

    /** Prints the median and the 99th percentile of each part of the way, and of the whole, in ms; then forgets the requests. */
    void print(PrintStream out) {
        List<long[]> all = List.copyOf(done);
        clear();
        if (all.isEmpty()) {
            return;
        }
        for (Part part : PARTS) {
            long[] nanos = all.stream()
                    .filter(times -> times[part.to().ordinal()] != 0)
                    .mapToLong(times ->
                            times[part.to().ordinal()] - times[part.from().ordinal()])
                    .sorted()
                    .toArray();
            if (nanos.length > 0) {
                line(out, part.name(), nanos);
            }
        }
    }

    private static void line(PrintStream out, String part, long[] sorted) {
        out.printf(
                "      %-18s  p50 %8.3f   p99 %8.3f   p99.9 %8.3f ms%n",
                part, quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 0.999));
    }

    private static double quantile(long[] sorted, double share) {
        int at = (int) Math.min(sorted.length - 1, (long) (sorted.length * share));
        return sorted[at] / NANOS_PER_MICRO / MICROS_PER_MILLI;
    }
}
