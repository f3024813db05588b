package org.sekimori.lab.bench;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.sekimori.engine.LogEntry;
import org.sekimori.lab.load.LoadSubmission;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.inbox.BulkEntryPublisher;
import org.sekimori.stream.inbox.InboxPublisher;
import org.sekimori.stream.runtime.StreamRuntime;

/** Throughput of a backlog, processed exactly once with an embedded broker: JSON in, committed JSON out. */
final class StreamBench {

    private static final Duration STALL = Duration.ofSeconds(60);

    private static final int PAST_MESSAGES = 12;
    private static final Duration HALF_MONTH = Duration.ofDays(17);

    private StreamBench() {}

    static void run(BenchEnvironment rig, int events, PrintStream out) throws InterruptedException {
        StreamSettings settings = rig.settings("bench-log.");
        past(rig, settings);
        // Over half a month, so that even the busiest of 100,000 accounts, which sends 8 % of all, is seldom refused.
        load(
                rig,
                settings,
                rig.traffic().withZipf(1),
                events,
                Instant.now().minus(HALF_MONTH),
                HALF_MONTH.dividedBy(events));
        try (DecisionTail tail = new DecisionTail(settings.logClientSettings());
                StreamRuntime runtime = rig.startStream(settings)) {
            double rate = drain(tail, events);
            out.printf(
                    "Log, exactly once, broker in this process, %,d accounts with a past, %,d events%n"
                            + "  events to decisions   %,.0f decisions/s   (target 40,000)%n",
                    rig.traffic().accounts(), events, rate);
            out.printf(
                    "  inbox to decisions    %,.0f decisions/s%n%n", inbox(rig, settings, runtime, tail, events / 2));
        }
    }

    /** Gives every account half a month of a few messages each, so that its state has the size that it has in a running service. */
    private static void past(BenchEnvironment rig, StreamSettings settings) throws InterruptedException {
        LoadTraffic.Settings everybody = rig.traffic().withZipf(0);
        int events = everybody.accounts() * PAST_MESSAGES;
        Instant first = Instant.now().minus(HALF_MONTH.multipliedBy(2));
        load(rig, settings, everybody, events, first, HALF_MONTH.dividedBy(events));
        try (DecisionTail tail = new DecisionTail(settings.logClientSettings());
                StreamRuntime runtime = rig.startStream(settings)) {
            runtime.awaitReady(STALL);
            drain(tail, events);
        }
    }

    static void load(
            BenchEnvironment rig,
            StreamSettings settings,
            LoadTraffic.Settings people,
            int events,
            Instant first,
            Duration between)
            throws InterruptedException {
        LoadTraffic traffic = LoadTraffic.of(people);
        ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        try (BulkEntryPublisher loader = BulkEntryPublisher.create(settings)) {
            for (int i = 0; i < events; i++) {
                loader.publish(
                        new LogEntry.Mail(rig.event(traffic.next(), first.plus(between.multipliedBy(i)), buffer)));
            }
        }
    }

    /** The whole way, validation included; publisher in this process too. */
    private static double inbox(
            BenchEnvironment rig, StreamSettings settings, StreamRuntime runtime, DecisionTail tail, int events)
            throws InterruptedException {
        runtime.awaitReady(STALL);
        LoadTraffic traffic = LoadTraffic.of(rig.traffic());
        ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        try (InboxPublisher publisher = new InboxPublisher(settings.logClientSettings())) {
            for (int i = 0; i < events; i++) {
                buffer.clear();
                traffic.next().writeEvent(java.time.Instant.now(), buffer);
                byte[] line = new byte[buffer.flip().remaining()];
                buffer.get(line);
                publisher.publish(null, line);
            }
            publisher.flush();
        }
        return drain(tail, events);
    }

    /** Decisions per second over the last two thirds: the first third meets cold code. */
    private static double drain(DecisionTail tail, int events) {
        long from = 0;
        int before = 0;
        int seen = 0;
        long last = System.nanoTime();
        while (seen < events) {
            int more = tail.next(Duration.ofMillis(100)).size();
            long now = System.nanoTime();
            if (more > 0) {
                seen += more;
                last = now;
                if (from == 0 && seen >= events / 3) {
                    from = now;
                    before = seen;
                }
            } else if (now - last > STALL.toNanos()) {
                throw new IllegalStateException("no decision for " + STALL + " after " + seen + " of " + events);
            }
        }
        return (seen - before) / ((last - from) / 1e9);
    }
}
