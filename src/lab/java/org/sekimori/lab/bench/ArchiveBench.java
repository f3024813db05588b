package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.DocumentKind;
import org.sekimori.archive.ElasticsearchAddress;
import org.sekimori.engine.LogEntry;
import org.sekimori.lab.load.LoadSubmission;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.consumer.DecisionTail;
import org.sekimori.stream.inbox.BulkEntryPublisher;
import org.sekimori.stream.runtime.StreamRuntime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Throughput of decisions into Elasticsearch, and their age on arrival. Needs an empty Elasticsearch; removes its documents
 * afterwards.
 */
final class ArchiveBench {

    private static final Duration STALL = Duration.ofSeconds(120);
    private static final int RATE = 1_000;
    private static final String ALL = "sekimori-*";

    private final URI elasticsearch;
    private final HttpClient http = HttpClient.newHttpClient();

    private ArchiveBench(URI elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    static void run(BenchEnvironment rig, URI elasticsearch, int events, Duration length, PrintStream out)
            throws IOException, InterruptedException {
        ArchiveBench bench = new ArchiveBench(elasticsearch);
        if (bench.count(ALL) > 0) {
            throw new UserFacingException("there are documents in " + elasticsearch + "/" + ALL
                    + " already; bench writes into an empty Elasticsearch only");
        }
        try {
            out.printf("Archive, Elasticsearch at %s, %,d decisions%n", elasticsearch, events);
            bench.backlog(rig, events, out);
            bench.live(rig, length, out);
        } finally {
            bench.clear();
        }
    }

    /** Decisions that stood on the log before the archive started. */
    private void backlog(BenchEnvironment rig, int events, PrintStream out) throws IOException, InterruptedException {
        StreamSettings settings = rig.settings("bench-archive.");
        LoadTraffic traffic = LoadTraffic.of(rig.traffic());
        ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        try (BulkEntryPublisher publisher = BulkEntryPublisher.create(settings)) {
            for (int i = 0; i < events; i++) {
                publisher.publish(new LogEntry.Mail(rig.event(traffic.next(), buffer)));
            }
        }
        try (DecisionTail tail = new DecisionTail(settings.logClientSettings());
                StreamRuntime runtime = rig.startStream(settings)) {
            runtime.awaitReady(STALL);
            int seen = 0;
            while (seen < events) {
                seen += tail.next(Duration.ofSeconds(30)).size();
            }
        }
        try (ArchiveIndexer archive = archive(rig, settings)) {
            long from = 0;
            double before = 0;
            long last = System.nanoTime();
            double stored = 0;
            while (stored < events) {
                LockSupport.parkNanos(20_000_000);
                double now = stored(rig);
                if (now > stored) {
                    last = System.nanoTime();
                    if (from == 0 && now >= events / 5.0) {
                        from = last;
                        before = now;
                    }
                } else if (System.nanoTime() - last > STALL.toNanos()) {
                    throw new UserFacingException("the archive stored nothing for " + STALL.toSeconds() + " s: "
                            + archive.status().problem());
                }
                stored = now;
            }
            out.printf("  backlog               %,.0f documents/s%n", (stored - before) / ((last - from) / 1e9));
        }
        long found = count(DocumentKind.DECISIONS.pattern());
        if (found != events) {
            throw new UserFacingException(found + " documents of " + events + " decisions");
        }
    }

    /** Mail as it comes, a thousand messages a second. */
    private void live(BenchEnvironment rig, Duration length, PrintStream out) throws IOException, InterruptedException {
        StreamSettings settings = rig.settings("bench-archive-live.");
        int events = (int) (length.toSeconds() * RATE);
        double before = stored(rig);
        Instant start;
        try (StreamRuntime runtime = rig.startStream(settings);
                ArchiveIndexer archive = archive(rig, settings);
                BulkEntryPublisher publisher = BulkEntryPublisher.create(settings)) {
            runtime.awaitReady(STALL);
            while (!archive.status().problem().isEmpty()) {
                LockSupport.parkNanos(50_000_000);
            }
            LoadTraffic traffic = LoadTraffic.of(rig.traffic());
            ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
            start = Instant.now();
            long began = System.nanoTime();
            for (int i = 0; i < events; i++) {
                long due = began + i * 1_000_000_000L / RATE;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                publisher.publish(new LogEntry.Mail(rig.event(traffic.next(), buffer)));
            }
            long deadline = System.nanoTime() + STALL.toNanos();
            while (stored(rig) < before + events) {
                if (System.nanoTime() > deadline) {
                    throw new UserFacingException(
                            "only " + (stored(rig) - before) + " of " + events + " came into the archive");
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
        ask("POST", "/" + DocumentKind.DECISIONS.pattern() + "/_refresh", null);
        JsonNode lag = ask(
                        "POST",
                        "/" + DocumentKind.DECISIONS.pattern() + "/_search",
                        "{\"size\":0,\"query\":{\"range\":{\"@timestamp\":{\"gte\":\"" + start
                                + "\"}}},\"aggs\":{\"lag\":{\"percentiles\":{\"field\":\"sekimori.delay.archive\","
                                + "\"percents\":[50,99,100]}}}}")
                .required("aggregations")
                .required("lag")
                .required("values");
        out.printf(
                "  lag at %,d/s         p50 %,.0f ms, p99 %,.0f ms, max %,.0f ms from the log to Elasticsearch%n%n",
                RATE,
                lag.required("50.0").asDouble(),
                lag.required("99.0").asDouble(),
                lag.required("100.0").asDouble());
    }

    private ArchiveIndexer archive(BenchEnvironment rig, StreamSettings settings) {
        return ArchiveIndexer.start(
                settings, new ElasticsearchAddress(elasticsearch, null, null), 0, rig.registry, Clock.systemUTC());
    }

    private static double stored(BenchEnvironment rig) {
        return rig.registry
                .get("sekimori.archive.stored")
                .tag("kind", DocumentKind.DECISIONS.word())
                .counter()
                .count();
    }

    private long count(String pattern) throws IOException, InterruptedException {
        ask("POST", "/" + pattern + "/_refresh", null);
        return ask("GET", "/" + pattern + "/_count", null).path("count").asLong();
    }

    private void clear() throws IOException, InterruptedException {
        JsonNode indices = ask("GET", "/" + ALL + "/_settings?filter_path=*.settings.index.uuid", null);
        for (String index : indices.propertyNames()) {
            ask("DELETE", "/" + index, null);
        }
    }

    private JsonNode ask(String method, String path, @Nullable String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(elasticsearch.resolve(path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (java.net.ConnectException e) {
            throw new UserFacingException("no Elasticsearch answers at " + elasticsearch);
        }
        return JsonMapper.shared().readTree(answer.body());
    }
}
