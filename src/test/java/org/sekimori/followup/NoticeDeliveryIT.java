package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.engine.LogEntry;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.SmtpSettings;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.followup.channels.WebhookSignature;
import org.sekimori.mail.Account;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.SmtpSink;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.broker.EmbeddedBroker;
import org.sekimori.stream.notice.KafkaNoticeOutbox;
import org.sekimori.stream.rulebook.InstanceRulebook;
import org.sekimori.stream.rulebook.RulebookAcceptancePolicy;
import org.sekimori.stream.runtime.StreamRuntime;
import org.sekimori.trial.InProcessRulebookTrial;

/** Notices from a real log to a real SMTP sink and real receivers of webhooks. */
@NeedsPostfix
@SuppressWarnings("NullAway.Init")
class NoticeDeliveryIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static EmbeddedBroker broker;

    private StreamSettings stream;
    private StreamRuntime runtime;
    private SmtpSink sink;
    private Path folder;
    private Rulebook rulebook;

    @BeforeAll
    static void startBroker(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Each test has topics of its own. */
    @BeforeEach
    void start(@TempDir Path folder, TestInfo test) throws Exception {
        this.folder = folder;
        stream = StreamSettings.builder(
                        broker.bootstrapServers(),
                        test.getTestMethod().orElseThrow().getName() + ".",
                        folder,
                        "test")
                .partitions(2)
                .commitInterval(Duration.ofMillis(200))
                .cacheBytes(8 << 20)
                .build();
        RulebookFiles files = RulebookFiles.read(Path.of("rules"));
        rulebook = Rulebook.compile(files);
        runtime = StreamRuntime.start(
                stream,
                new InstanceRulebook(files, rulebook, null),
                RulebookAcceptancePolicy.of(List.of("JP"), new InProcessRulebookTrial()),
                (payload, position, arrival, credential) -> {
                    throw new IllegalStateException("nothing comes by the inbox here");
                },
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        runtime.awaitReady(Duration.ofMinutes(3));
        sink = SmtpSink.start(folder.resolve("mails"));
        Files.writeString(folder.resolve("contacts.csv"), """
                account,address,language
                hanako@isp.example,hanako@home.example,ja
                self@isp.example,self+other@isp.example,en
                """);
    }

    @AfterEach
    void stop() {
        sink.close();
        runtime.close();
    }

    private FollowupService follow(int perHour, WebhookSettings... webhooks) {
        SmtpSettings smtp =
                new SmtpSettings("127.0.0.1", sink.port(), SmtpSettings.Tls.NONE, "", null, "abuse@isp.example", "");
        FollowupSettings settings = new FollowupSettings(
                smtp,
                List.of("desk@isp.example"),
                Locale.ENGLISH,
                List.of(webhooks),
                perHour,
                null,
                new NoticeRetryPolicy(Duration.ofMillis(50), Duration.ofMillis(200), 4, Duration.ofHours(1)),
                () -> RulePrecisionThreshold.DEFAULT);
        return FollowupService.start(
                settings,
                KafkaNoticeOutbox.open(stream, runtime.unreadable()),
                runtime.log(),
                runtime.projections(),
                FollowupService.contacts(folder.resolve("contacts.csv"), null, null, Account.LoginNormalizer.PLAIN),
                Account.LoginNormalizer.PLAIN,
                new BookWording(rulebook),
                new OwnerQuestionTokens(new byte[32]),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private record BookWording(Rulebook rulebook) implements NoticeTextProvider {
        @Override
        public Text text(String name, Locale language, @Nullable Account account, Map<String, String> values) {
            Map<String, String> all = new java.util.HashMap<>(rulebook.placeholderValues(account, language));
            if (account != null) {
                all.put("account", account.name());
            }
            all.putAll(values);
            var text = rulebook.notices().text(name, language, all);
            return new Text(text.subject(), text.body());
        }

        @Override
        public String contact(Account account, Locale language) {
            return rulebook.placeholderValues(account, language).getOrDefault("contact", "");
        }

        @Override
        public String provider(Account account, Locale language) {
            return rulebook.placeholderValues(account, language).getOrDefault("provider", "");
        }

        @Override
        public Locale language(Account account) {
            return Locale.ENGLISH;
        }

        @Override
        public ZoneId zone(Account account) {
            return ZoneId.of("Asia/Tokyo");
        }

        @Override
        public CaseLifecyclePolicy terms(Account account) {
            return CaseLifecyclePolicy.DEFAULT;
        }
    }

    private void report(String account) {
        assertThat(reporting(account, Duration.ofMinutes(2)).join().done()).isTrue();
    }

    private CompletableFuture<org.sekimori.engine.StepOutput.CommandResult> reporting(
            String account, Duration patience) {
        CaseCommand.Header head =
                new CaseCommand.Header("r/" + account, Account.of(account), Instant.now(), "sato", "test", null, null);
        return runtime.log()
                .request(new LogEntry.CaseRequest(new CaseCommand.Report(head, "", "it was not me")), patience);
    }

    private Case.State state(String account) {
        Case open = runtime.projections().cases(Account.of(account)).open();
        return open == null ? Case.State.CLOSED : open.state();
    }

    @Test
    void aCaseIsToldOnceToCustomerAndDeskHoweverOftenTheSenderIsStartedAgain() {
        report("hanako@isp.example");
        for (int i = 0; i < 2; i++) {
            try (FollowupService followup = follow(200)) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> sink.mails().size() >= 2
                                && state("hanako@isp.example") == Case.State.NOTIFIED
                                && followup.status().leading());
                report("self@isp.example");
                await().atMost(Duration.ofMinutes(2)).until(() -> sink.mails().size() >= 3);
            }
        }
        List<SmtpSink.Mail> mails = sink.mails();
        assertThat(mails).hasSize(3);
        assertThat(mails)
                .filteredOn(mail -> mail.recipients().contains("hanako@home.example"))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.subject()).contains("hanako@isp.example", "通常と異なるメール送信");
                    assertThat(mail.text()).contains("ウイルスチェック", "（日本時間）");
                    assertThat(mail.sender()).isEmpty();
                    assertThat(mail.header("From")).isEqualTo("\"isp.example\" <abuse@isp.example>");
                    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
                    assertThat(mail.header("Message-ID")).startsWith("<");
                });
        assertThat(mails)
                .filteredOn(mail -> mail.recipients().contains("desk@isp.example"))
                .extracting(SmtpSink.Mail::subject)
                .anySatisfy(subject -> assertThat(subject).startsWith("[high] case "))
                .anySatisfy(subject -> assertThat(subject).contains("telephone: no safe contact for self@isp.example"));
    }

    @Test
    void aBrokenFileOfContactsKeepsNoNoticeBack() throws Exception {
        Path contacts = folder.resolve("contacts.csv");
        Files.writeString(contacts, Files.readString(contacts) + "taro@isp.example,taro@home.example,ja\n");
        report("hanako@isp.example");
        try (FollowupService followup = follow(200)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> sink.mails().size() >= 2);
            Files.writeString(contacts, "account,\"address,language\ntaro@isp.example,taro@office.example,ja\n");
            report("taro@isp.example");
            await().atMost(Duration.ofMinutes(2)).until(() -> sink.mails().stream()
                    .anyMatch(mail -> mail.recipients().contains("taro@home.example")));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> followup.status().problems().containsKey("contacts"));
            assertThat(followup.status().problems().get("contacts")).contains("contacts.csv: line 1: a quotation mark");
        }
    }

    @Test
    void aFloodOfCasesMakesNoMoreNoticesThanAllowedAndADigest() {
        int flood = Boolean.getBoolean("sekimori.long") ? 10_000 : 500;
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (int i = 0; i < flood; i++) {
            asked.add(reporting("u" + i + "@isp.example", Duration.ofMinutes(3)));
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> runtime.projections().allCases().size() == flood);
        try (FollowupService followup = follow(30)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> sink.mails().size() >= 30);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> sink.mails().size() == 30);
            assertThat(followup.status().leading()).isTrue();
        }
        assertThat(sink.mails())
                .filteredOn(mail -> mail.subject().endsWith("more cases were opened"))
                .hasSize(1);
    }

    @Test
    void aReceiverThatRecoversIsToldOnceAndOneThatDoesNotLeavesADeadLetter() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<String> faults = new CopyOnWriteArrayList<>();
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/good", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String id = String.valueOf(headers.getFirst("webhook-id"));
            Instant time = Instant.ofEpochSecond(Long.parseLong(String.valueOf(headers.getFirst("webhook-timestamp"))));
            if (!WebhookSignature.of(SECRET, id, time, body).equals(headers.getFirst("webhook-signature"))) {
                faults.add("signature");
            }
            boolean fails = calls.incrementAndGet() < 3;
            if (!fails) {
                bodies.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(fails ? 503 : 204, -1);
            exchange.close();
        });
        server.createContext("/bad", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        report("hanako@isp.example");
        try (FollowupService followup = follow(200, hook("good", base, secret), hook("bad", base, secret))) {
            await().atMost(Duration.ofMinutes(2)).until(() -> !bodies.isEmpty());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> letters().stream().anyMatch(l -> l.contains("tried 4 times")));
            assertThat(followup.status().on()).isTrue();
        } finally {
            server.stop(0);
        }
        assertThat(faults).isEmpty();
        assertThat(bodies).singleElement().satisfies(body -> assertThat(body)
                .contains("\"type\":\"case-opened\"", "\"account\":\"hanako@isp.example\""));
        assertThat(letters()).allSatisfy(letter -> assertThat(letter).doesNotContain("hanako", "home.example"));
    }

    private static WebhookSettings hook(String name, String base, Path secret) {
        return new WebhookSettings(
                name,
                URI.create(base + "/" + name),
                WebhookSettings.Form.GENERIC,
                secret,
                null,
                Set.of(NoticeKind.CASE_OPENED));
    }

    private List<String> letters() throws IOException {
        List<String> values = new ArrayList<>();
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "enable.auto.commit", "false");
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                properties,
                new org.apache.kafka.common.serialization.StringDeserializer(),
                new org.apache.kafka.common.serialization.StringDeserializer())) {
            var partitions = consumer.partitionsFor(stream.prefix() + "dead-letters").stream()
                    .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
