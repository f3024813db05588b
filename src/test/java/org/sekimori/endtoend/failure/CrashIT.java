package org.sekimori.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.ConsumerLag;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.lab.load.LoadSubmission;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.recount.Recount;
import org.sekimori.recount.RecountReport;
import org.sekimori.rig.PolicyClient;

/**
 * The service, its broker included, is killed again and again while events are published and doors ask. Afterwards a checker
 * that shares no code with it recounts from the log. The size is set by {@code sekimori.crash.events} and {@code
 * sekimori.crash.kills}; the long form is a part of {@code ./sekimori test --long}, and {@code --crash}
 * runs it alone.
 */
class CrashIT {

    private static final int EVENTS = Integer.getInteger("sekimori.crash.events", 5_000);
    private static final int KILLS = Integer.getInteger("sekimori.crash.kills", 1);
    private static final int ACCOUNTS = 2_000;
    private static final int ENOUGH = 20;

    /** Of the sender domain of the traffic, and the last to send. */
    private static final String LATE = "late@isp.example";

    @Test
    void killedAtRandomMomentsItDecidesEveryEventOnce(@TempDir Path folder) throws Exception {
        Path rules = TestRulebook.withExamples(
                folder,
                "sender_domain_messages: 10000000",
                "neighbours/quota-of-a-sender-domain",
                "neighbours/network-flagged-today");
        SekimoriProcess sekimori =
                SekimoriProcess.start(SekimoriProcess.SHIPPED_PARTITIONS, folder.resolve("data"), rules);
        String kafkaPort = Integer.toString(sekimori.kafkaPort());
        String policyPort = Integer.toString(sekimori.policyPort());
        CountDownLatch asking = new CountDownLatch(1);
        AtomicInteger answers = new AtomicInteger();
        // A share of the events for each life of the service, so that every kill meets work.
        Semaphore lives = new Semaphore(1);
        CompletableFuture<Void> published = CompletableFuture.runAsync(() -> publish("127.0.0.1:" + kafkaPort, lives));
        CompletableFuture<Void> asked =
                CompletableFuture.runAsync(() -> ask(Integer.parseInt(policyPort), asking, answers));
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<CompletableFuture<String>> listed = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            listed.add(list(sekimori, "192.0.2." + kill + "/32"));
            // Nothing is waited for: the moment of the kill is to be random.
            new CountDownLatch(1).await(random.nextLong(200, 4_000), TimeUnit.MILLISECONDS);
            sekimori.kill();
            sekimori = SekimoriProcess.start(
                    SekimoriProcess.SHIPPED_PARTITIONS,
                    folder.resolve("data"),
                    rules,
                    "--kafka-port",
                    kafkaPort,
                    "--policy-port",
                    policyPort);
            lives.release();
        }
        published.get(20, TimeUnit.MINUTES);
        asking.countDown();
        asked.get(1, TimeUnit.MINUTES);
        try (SekimoriProcess last = sekimori) {
            awaitAllDecided(last);
            // A short run may be over before any of its lives has answered from the log.
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", last.policyPort())) {
                for (int i = 0; i < ENOUGH; i++) {
                    client.ask(Map.of("sasl_username", "last-" + i + "@isp.example", "client_address", "133.11.93.10"));
                }
            }
            awaitAllDecided(last);
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", last.policyPort())) {
                // Whoever was told nothing yet is told the sum as it is, and not only in steps.
                client.ask(Map.of("sasl_username", LATE, "sender", LATE, "client_address", "133.11.93.10"));
            }
            try (ConsumerLag backlog = new ConsumerLag(last.kafka())) {
                backlog.awaitNeighboursTold(Duration.ofMinutes(5));
            }
            assertListsExact(last, listed);
            RecountReport report = Recount.check(last.kafka(), Duration.ofMinutes(3));
            System.out.println("Seed " + seed + ", " + KILLS + " kills, " + answers + " answers at the door");
            System.out.println(report);
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.attempts()).isGreaterThanOrEqualTo(EVENTS);
            assertThat(report.decisions()).isEqualTo(report.attempts() - report.history());
            assertThat(report.answers()).isPositive();
            assertThat(report.mostTold())
                    .as("messages of all accounts together")
                    .isEqualTo(report.mostSent());
        }
    }

    /** Puts a network on a list while the service may die; the value if the command said that it is done, else empty. */
    private static CompletableFuture<String> list(SekimoriProcess sekimori, String network) {
        return CompletableFuture.supplyAsync(
                () -> sekimori.run("list", "add", "network", network, "--list", "crash", "--reason", "a kill comes")
                                        .exitCode()
                                == 0
                        ? network
                        : "");
    }

    /** Each change that was confirmed is on the list, and once in its history. */
    private static void assertListsExact(SekimoriProcess sekimori, List<CompletableFuture<String>> listed) {
        List<String> confirmed = listed.stream()
                .map(CompletableFuture::join)
                .filter(value -> !value.isEmpty())
                .toList();
        assertThat(sekimori.run(
                                "list",
                                "add",
                                "network",
                                "192.0.2.255/32",
                                "--list",
                                "crash",
                                "--reason",
                                "no kill comes")
                        .exitCode())
                .isZero();
        List<String> all = sekimori.run("list", "export", "crash", "--format", "plain")
                .out()
                .lines()
                .map(line -> line.split("[ #;]", 2)[0])
                .toList();
        assertThat(all).containsAll(confirmed).contains("192.0.2.255/32");
        String history =
                sekimori.run("list", "history", "crash", "--limit", "500").out();
        for (String network : confirmed) {
            assertThat(history.split(" " + network + " ", -1)).as(history).hasSize(2);
        }
        System.out.println(
                confirmed.size() + " of " + listed.size() + " changes of lists were confirmed before the kill");
    }

    /** Publishes as any mail server may: with Kafka's own client, which repeats what the killed broker did not confirm. */
    private static void publish(String bootstrap, Semaphore lives) {
        LoadTraffic traffic = LoadTraffic.of(
                LoadTraffic.Settings.DEFAULT.withAccounts(ACCOUNTS).withRun(1));
        ByteBuffer buffer = ByteBuffer.allocate(LoadSubmission.MAX_BYTES);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "linger.ms", "5",
                "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE),
                "max.in.flight.requests.per.connection", "1",
                "max.block.ms", "300000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            CompletableFuture<Void> failed = new CompletableFuture<>();
            int share = EVENTS / (KILLS + 1) + 1;
            for (int i = 0; i < EVENTS && !failed.isDone(); i++) {
                if (i % share == 0) {
                    lives.acquireUninterruptibly();
                }
                buffer.clear();
                traffic.next().writeEvent(Instant.now(), buffer);
                byte[] line = new byte[buffer.flip().remaining()];
                buffer.get(line);
                producer.send(new ProducerRecord<>("sekimori.inbox", line), (metadata, problem) -> {
                    if (problem != null) {
                        failed.completeExceptionally(problem);
                    }
                });
            }
            producer.flush();
            if (failed.isCompletedExceptionally()) {
                failed.join();
            }
        }
    }

    /** Asks at the policy port until told to stop; a door that is down is what the mail server's default is for. */
    private static void ask(int port, CountDownLatch end, AtomicInteger answers) {
        int number = 0;
        while (end.getCount() > 0) {
            try (PolicyClient client = PolicyClient.connect("127.0.0.1", port)) {
                while (end.getCount() > 0) {
                    number++;
                    client.ask(Map.of(
                            "sasl_username", "asker-" + number % 50 + "@isp.example",
                            "client_address", number % 4 == 0 ? "91.10.20.30" : "133.11.93.10",
                            "instance", "crash." + number,
                            "queue_id", "Q" + number));
                    answers.incrementAndGet();
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                pause(end);
            }
        }
    }

    private static void pause(CountDownLatch end) {
        try {
            if (end.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The inbox has been followed to its end and every event decided when an event published last is. */
    private static void awaitAllDecided(SekimoriProcess sekimori) throws IOException {
        try (ConsumerLag backlog = new ConsumerLag(sekimori.kafka())) {
            backlog.awaitWorkedOff(Duration.ofMinutes(15));
        }
    }
}
