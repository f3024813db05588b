package org.sekimori.lab.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.KeySlot;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.inbox.BulkReportPublisher;
import org.sekimori.stream.neighbours.NeighbourStream;
import org.sekimori.stream.runtime.StreamRuntime;

/**
 * Throughput of the neighbours' stream: a backlog of reports on a broker in this process is counted exactly once, and its news are
 * copied to the log. Of twenty reports ten are sightings at a network, an AS number or a HELO name, six a sum of a sender's domain,
 * three a failed log-in, and one strong evidence. A fifth of the sightings are at one crowded key, the network of a carrier. Each
 * account knows what it was told before, as if news came at once, so no more is told than in a running service.
 */
final class NeighbourBench {

    private static final Duration STALL = Duration.ofSeconds(60);
    private static final int MIX = 20;

    private final SplittableRandom random = new SplittableRandom(1);
    private final int accounts;

    /** What the stream will count, to know what it will tell. */
    private final Map<String, KeySlot> slots = new HashMap<>();

    /** Fingerprints of what accounts were told, by key and account. */
    private final Map<String, Integer> told = new HashMap<>();

    private NeighbourBench(int accounts) {
        this.accounts = accounts;
    }

    static void run(BenchEnvironment rig, int reports, PrintStream out) throws InterruptedException {
        int accounts = rig.traffic().accounts();
        StreamSettings settings = rig.settings("bench-neighbours.");
        try (BulkReportPublisher publisher = BulkReportPublisher.create(settings)) {
            NeighbourBench bench = new NeighbourBench(accounts);
            Instant first = Instant.now().minus(Duration.ofHours(1));
            for (int i = 0; i < reports; i++) {
                publisher.publish(bench.informed(bench.report(i, first.plusMillis(3_600_000L * i / reports))));
            }
        }
        Counter counted = rig.registry.counter("sekimori.neighbours.reports");
        Counter told = rig.registry.counter("sekimori.neighbours.news");
        try (NeighbourStream stream = StreamRuntime.neighbours(settings, rig.registry, Clock.systemUTC())) {
            stream.asked();
            Rate rate = drain(counted, reports);
            out.printf(
                    "Neighbours, exactly once, broker in this process, one thread, %,d accounts, %,d reports%n"
                            + "  reports counted       %,.0f reports/s   (target 40,000), %,.0f news%n"
                            + "  by processor time of its thread, as if nothing else ran: %,.0f reports/s%n"
                            + "  by that of all threads, broker included: %,.0f reports for each second of a processor%n%n",
                    accounts, reports, rate.elapsed(), told.count(), rate.busy(), rate.all());
        }
    }

    /** The report of an account that was told all that it had to be. */
    private NeighbourReport informed(NeighbourReport report) {
        NeighbourReport informed = new NeighbourReport(
                report.key(),
                report.account(),
                report.time(),
                report.seen(),
                report.evidence(),
                report.failed(),
                report.messages(),
                report.recipients(),
                report.day(),
                told.getOrDefault(name(report.key(), report.account()), 0));
        String slot = KeySlot.name(report.key());
        KeySlot.Outcome outcome = slots.getOrDefault(slot, KeySlot.EMPTY).after(informed);
        slots.put(slot, outcome.slot());
        outcome.news().forEach(news -> told.put(name(news.key(), news.account()), news.fingerprint()));
        return informed;
    }

    private static String name(SharedKey key, Account account) {
        return key.text() + " " + account.name();
    }

    private NeighbourReport report(int number, Instant time) {
        int who = random.nextInt(accounts);
        Account account = Account.of("u" + who + "@isp.example");
        int which = number % MIX;
        if (which < 10) {
            return seen(place(which, who), account, time);
        } else if (which < 16) {
            SharedKey domain = SharedKey.of(KeyKind.SENDER_DOMAIN, "d" + who % 5000 + ".example");
            return new NeighbourReport(
                    domain, account, time, true, Evidence.NONE, 0, 1, 2, time.getEpochSecond() / 86_400, 0);
        } else if (which < 19) {
            return NeighbourReport.failed(
                    SharedKey.of(KeyKind.ADDRESS, "198.51." + who % 250 + "." + who / 250 % 250), account, time);
        }
        return new NeighbourReport(place(1, who), account, time, true, Evidence.STRONG, 0, 0, 0, 0, 0);
    }

    private static SharedKey place(int which, int who) {
        return switch (which) {
            case 0, 3 -> SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");
            case 1, 4, 7 -> SharedKey.of(KeyKind.NETWORK, "10." + who / 8 % 250 + "." + who / 2000 % 250 + ".0/24");
            case 2, 5, 8 -> SharedKey.of(KeyKind.ASN, "AS" + who % 300);
            default -> SharedKey.of(KeyKind.HELO, "pc" + who + ".example");
        };
    }

    private static NeighbourReport seen(SharedKey key, Account account, Instant time) {
        return new NeighbourReport(key, account, time, true, Evidence.NONE, 0, 0, 0, 0, 0);
    }

    /**
     * Reports in a second.
     *
     * @param elapsed by the clock
     * @param busy by the processor time of the stream's thread
     * @param all by that of all threads of the process
     */
    private record Rate(double elapsed, double busy, double all) {}

    /** Over the last two thirds: the first third meets cold code. */
    private static Rate drain(Counter counted, int reports) throws InterruptedException {
        long from = 0;
        long fromBusy = 0;
        long fromAll = 0;
        double before = 0;
        double seen = 0;
        long last = System.nanoTime();
        while (seen < reports) {
            Thread.sleep(20);
            double now = counted.count();
            long at = System.nanoTime();
            if (now > seen) {
                seen = now;
                last = at;
                if (from == 0 && seen >= reports / 3.0) {
                    from = at;
                    fromBusy = busy();
                    fromAll = all();
                    before = seen;
                }
            } else if (at - last > STALL.toNanos()) {
                throw new IllegalStateException("nothing counted for " + STALL + " after " + seen + " of " + reports);
            }
        }
        double counts = (seen - before) * 1e9;
        return new Rate(counts / (last - from), counts / (busy() - fromBusy), counts / (all() - fromAll));
    }

    /** Processor time of the process, in nanoseconds. */
    private static long all() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Processor time of the stream's thread, in nanoseconds. */
    private static long busy() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long busy = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("StreamThread")) {
                busy += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return busy;
    }
}
