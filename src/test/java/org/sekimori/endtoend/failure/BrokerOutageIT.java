package org.sekimori.endtoend.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.BrokerProcess;
import org.sekimori.endtoend.ConsumerLag;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.lab.load.LoadGenerator;
import org.sekimori.lab.load.LoadTraffic;
import org.sekimori.recount.Recount;
import org.sekimori.recount.RecountReport;
import org.sekimori.rig.LongRun;
import org.sekimori.rig.PolicyClient;
import tools.jackson.databind.JsonNode;

/**
 * The broker is frozen, goes on, is killed and starts again, while mail servers ask. The long form, with its figures, is {@code
 * ./sekimori bench --only outage}.
 */
@SuppressWarnings("NullAway.Init")
class BrokerOutageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String GERMANY = "91.10.20.30";
    private static final String HOME = "133.11.93.10";
    private static final String IN_ORDER = "in-order@isp.example";
    /** Of requests in a second. */
    private static final int RATE = LongRun.size(40, 200);

    private static BrokerProcess broker;
    private static SekimoriProcess sekimori;

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = BrokerProcess.start(folder.resolve("broker"));
        sekimori = SekimoriProcess.start(
                Map.of("SEKIMORI_POSTFIX_FALLBACK", "defer", "SEKIMORI_POSTFIX_DEADLINE", "1s"),
                folder.resolve("data"),
                TestRulebook.in(folder),
                "--kafka",
                broker.address());
    }

    @AfterAll
    static void stop() {
        sekimori.close();
        broker.close();
    }

    @Test
    void everySubmissionIsAnsweredAndNothingThatWasAcknowledgedIsLostOrDoubled() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<List<String>> inOrder = CompletableFuture.supplyAsync(() -> oneAfterTheOther(end));
        CompletableFuture<List<LoadGenerator.Result>> mail = CompletableFuture.supplyAsync(() -> mail(end));

        patient().until(() -> answers("log") > RATE);
        broker.freeze();
        fallsBack();
        whatElseIsSaidMeanwhile();
        broker.thaw();
        answersByTheLogAgain();
        whatWasNotTakenIsSentAgainAndDecidedOnce();
        broker.kill();
        fallsBack();
        broker.restart();
        answersByTheLogAgain();

        end.countDown();
        List<LoadGenerator.Result> results = mail.join();
        List<String> asked = inOrder.join();
        assertThat(results).allMatch(LoadGenerator.Result::complete, "every request has its answer");
        assertThat(results).as("connections that the door gave up").allMatch(result -> result.resets() == 0);
        assertThat(results).anyMatch(result -> result.actions().containsKey("451"));
        assertThat(unwritten()).as("so little fits into what may wait").isZero();
        try (ConsumerLag backlog = new ConsumerLag(broker.address())) {
            backlog.awaitWorkedOff(PATIENCE);
        }
        assertThat(onTheLog()).as("one after the other, over one connection").isEqualTo(asked);
        RecountReport report = Recount.check(broker.address(), PATIENCE);
        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(report.decisions()).as(report.toString()).isEqualTo(report.attempts());
        // Beside the load: what was asked in order, and over HTTP one submission asked about and one published.
        long answered =
                results.stream().mapToLong(LoadGenerator.Result::answers).sum();
        assertThat(report.attempts()).isEqualTo(answered + asked.size() + 2);
        assertThat(report.fallbackUndecided()).as(report.toString()).isZero();
    }

    /** Twenty smtpd processes of a mail server, until both outages are over. */
    private static List<LoadGenerator.Result> mail(CountDownLatch end) {
        List<LoadGenerator.Result> results = new ArrayList<>();
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", sekimori.policyPort());
        try {
            while (end.getCount() > 0) {
                results.add(LoadGenerator.run(LoadGenerator.Settings.openLoop(address, 20, Duration.ofSeconds(3), RATE)
                        .withTraffic(LoadTraffic.Settings.DEFAULT.withRun(results.size()))
                        .withWarmUp(Duration.ZERO)
                        .withDrain(Duration.ofSeconds(30))));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the load ended after " + results, e);
        }
        return results;
    }

    /** One account's mail over one connection; the queue ids in the order in which they were answered. */
    private static List<String> oneAfterTheOther(CountDownLatch end) {
        List<String> asked = new ArrayList<>();
        try (PolicyClient client = PolicyClient.connect("127.0.0.1", sekimori.policyPort())) {
            while (!end.await(20, TimeUnit.MILLISECONDS)) {
                String queueId = "ORDER" + asked.size();
                client.ask(Map.of(
                        "sasl_username", IN_ORDER,
                        "client_address", HOME,
                        "queue_id", queueId,
                        "instance", "order." + asked.size()));
                asked.add(queueId);
            }
        } catch (UncheckedIOException | InterruptedException e) {
            throw new IllegalStateException("not answered after " + asked.size() + " answers", e);
        }
        return asked;
    }

    private static List<String> onTheLog() {
        return new TopicReader(broker.address())
                .all("sekimori.events").stream()
                        .filter(value -> value.contains("\"type\":\"mail\"") && value.contains(IN_ORDER))
                        .map(value -> {
                            JsonNode entry = TopicReader.JSON.readTree(value);
                            return entry.findValue("queue_id").asString();
                        })
                        .toList();
    }

    /** A page of metrics takes more of the processor than an answer does. */
    private static ConditionFactory patient() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500));
    }

    private static void fallsBack() {
        growsBy(2 * RATE, () -> answers("fallback"));
    }

    private static void answersByTheLogAgain() {
        patient().until(() -> metric("sekimori_log_unresponsive_partitions", "") == 0);
        growsBy(RATE, () -> answers("log"));
    }

    private static void growsBy(double number, Callable<Double> count) {
        try {
            double before = count.call();
            patient().until(() -> count.call() >= before + number);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static double answers(String source) {
        return metric("sekimori_endpoint_answers_seconds_count", "source=\"" + source + "\"");
    }

    private static double unwritten() {
        return metric("sekimori_log_write_failures_total", "");
    }

    private static double metric(String name, String label) {
        return TestHttpClient.get(sekimori.http() + "/actuator/prometheus", sekimori.apiKey())
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** A mail server leaves a submission behind that it did not ask about. */
    private static HttpResponse<String> publishAttempt() {
        String line = "{\"kind\":\"attempt\",\"id\":\"a-1\",\"account\":\"away@isp.example\",\"client_address\":\""
                + GERMANY + "\",\"time\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}";
        return TestHttpClient.post(
                sekimori.http() + "/v1/events", sekimori.apiKey(), "application/x-ndjson", line.getBytes(UTF_8));
    }

    private static void whatWasNotTakenIsSentAgainAndDecidedOnce() {
        await().atMost(PATIENCE).until(() -> publishAttempt().statusCode() == 202);
        TopicReader log = new TopicReader(broker.address());
        assertThat(log.awaitRecord("sekimori.decisions", decision -> decision.contains("\"a-1\"")))
                .contains("\"verdict\":\"reject\"");
        // What the fallback said over HTTP is another answer than the log's.
        log.awaitRecord(
                "sekimori.audit", line -> line.contains("answer_differs") && line.contains("over-http@isp.example"));
        assertThat(log.all("sekimori.decisions").stream().filter(decision -> decision.contains("\"a-1\"")))
                .as("sent more than once, decided once")
                .hasSize(1);
    }

    private static void whatElseIsSaidMeanwhile() {
        String body = "{\"id\":\"h-1\",\"account\":\"over-http@isp.example\",\"client_address\":\"" + GERMANY + "\"}";
        HttpResponse<String> decision =
                TestHttpClient.post(sekimori.http() + "/v1/decisions", sekimori.apiKey(), body.getBytes(UTF_8));
        assertThat(decision.statusCode()).isEqualTo(200);
        assertThat(decision.body()).contains("\"source\":\"fallback\"", "\"code\":451");

        String event = "{\"kind\":\"bounced\",\"id\":\"e-1\",\"account\":\"a@isp.example\",\"time\":\"" + Instant.now()
                + "\"}";
        HttpResponse<String> taken =
                TestHttpClient.post(sekimori.http() + "/v1/events", sekimori.apiKey(), event.getBytes(UTF_8));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(503);
        HttpResponse<String> attempt = publishAttempt();
        assertThat(attempt.statusCode()).as(attempt.body()).isEqualTo(503);
        assertThat(attempt.body()).contains("line 1 is the first one not taken");

        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> grant = TestHttpClient.post(
                    sekimori.http() + "/v1/accounts/a@isp.example/grants", sekimori.apiKey(), "{}".getBytes(UTF_8));
            assertThat(grant.statusCode()).as(grant.body()).isEqualTo(503);
            assertThat(grant.body()).contains("was not carried out and will not be");
        });

        HttpResponse<String> ready =
                TestHttpClient.ask(sekimori.http() + "/actuator/health/readiness", sekimori.apiKey());
        assertThat(ready.statusCode()).as("mail servers keep their door").isEqualTo(200);
        assertThat(ready.body()).contains("DEGRADED", "doors answer at once by their fallback");
        assertThat(TestHttpClient.ask(sekimori.http() + "/actuator/health/liveness", sekimori.apiKey())
                        .statusCode())
                .isEqualTo(200);
    }
}
