package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.cases.RuleHits;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.followup.contacts.ContactSource;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.request.EventLog;

/** What fails for one account, notice or prompt, however it fails, keeps no other from going out. */
@SuppressWarnings("NullAway.Init")
class FollowupFailureIsolationTest {

    private static final Instant NOW = Instant.now();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> letters = new CopyOnWriteArrayList<>();
    private final List<CaseCommand> asked = new CopyOnWriteArrayList<>();
    private final Map<String, CaseSet> cases = new ConcurrentHashMap<>();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final MemoryLedger ledger = new MemoryLedger();
    private HttpServer receiver;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    /** The ledger without a log. */
    private static final class MemoryLedger implements NoticeOutbox {
        private final Map<String, NoticeRecord> entries = new ConcurrentHashMap<>();
        private final List<OwnerQuestionRaised> questions = new CopyOnWriteArrayList<>();

        @Override
        public boolean lead(Duration patience) {
            return true;
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public Map<String, NoticeRecord> entries() {
            return entries;
        }

        @Override
        public List<OwnerQuestionRaised> questions(int most) {
            List<OwnerQuestionRaised> all = List.copyOf(questions);
            questions.clear();
            return all;
        }

        @Override
        public void write(Collection<NoticeRecord> changed, Collection<String> forgotten) {
            changed.forEach(entry -> entries.put(entry.key(), entry));
            forgotten.forEach(entries::remove);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Fails as a text of the rulebook would that does not fit, for one account. */
    private record Words(String failing) implements NoticeTextProvider {
        @Override
        public Text text(String name, Locale language, @Nullable Account account, Map<String, String> values) {
            fail(account);
            return new Text(name, values.getOrDefault("case", "") + "\n");
        }

        private void fail(@Nullable Account account) {
            if (account != null && account.name().equals(failing)) {
                throw new IllegalArgumentException("no such place in the text of " + account);
            }
        }

        @Override
        public String contact(Account account, Locale language) {
            return "";
        }

        @Override
        public String provider(Account account, Locale language) {
            return "";
        }

        @Override
        public Locale language(Account account) {
            return Locale.ENGLISH;
        }

        @Override
        public ZoneId zone(Account account) {
            return ZoneOffset.UTC;
        }

        @Override
        public CaseLifecyclePolicy terms(Account account) {
            fail(account);
            return CaseLifecyclePolicy.DEFAULT;
        }
    }

    private AccountStatus standing() {
        return (AccountStatus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AccountStatus.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "allCases" -> new TreeMap<>(cases);
                        case "allHolds" -> new TreeMap<>(holds);
                        case "allGrants" -> new TreeMap<String, GrantSet>();
                        case "cases" -> cases.getOrDefault(String.valueOf(arguments[0]), CaseSet.NONE);
                        case "hold" -> Optional.ofNullable(holds.get(String.valueOf(arguments[0])));
                        case "grants" -> GrantSet.NONE;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private EventLog log() {
        return (EventLog) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("deadLetter")) {
                        letters.add(Arrays.toString(arguments));
                        return CompletableFuture.completedFuture(null);
                    }
                    asked.add(((LogEntry.CaseRequest) arguments[0]).command());
                    return CompletableFuture.completedFuture(new CommandResult(true, "", GrantSet.NONE));
                });
    }

    private FollowupService follow(Words words) {
        WebhookSettings hook = new WebhookSettings(
                "desk",
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"),
                WebhookSettings.Form.GENERIC,
                null,
                null,
                Set.of(NoticeKind.CASE_OPENED));
        FollowupSettings settings = new FollowupSettings(
                null,
                List.of(),
                Locale.ENGLISH,
                List.of(hook),
                100,
                null,
                new NoticeRetryPolicy(Duration.ofMillis(20), Duration.ofMillis(40), 3, Duration.ofHours(1)),
                () -> RulePrecisionThreshold.DEFAULT);
        return FollowupService.start(
                settings,
                ledger,
                log(),
                standing(),
                ContactSource.NONE,
                Account.LoginNormalizer.PLAIN,
                words,
                new OwnerQuestionTokens(new byte[32]),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static Case open(String id, Finding.Severity severity, Case.State state, CaseProgress progress) {
        return Case.builder(id, severity, NOW.minusSeconds(60))
                .state(state)
                .rules(List.of(new RuleHits("spike", 1, 1, NOW.minusSeconds(60), NOW.minusSeconds(60))))
                .messagesOut(1)
                .recipientsOut(1)
                .progress(progress)
                .build();
    }

    private void flagged(String account, String id, Finding.Severity severity) {
        cases.put(account, new CaseSet(open(id, severity, Case.State.FLAGGED, CaseProgress.NONE), new ArrayList<>()));
    }

    private void watchIsOver(String account, String id) {
        Instant past = NOW.minusSeconds(30);
        cases.put(
                account,
                new CaseSet(
                        open(
                                id,
                                Finding.Severity.LOW,
                                Case.State.RELEASED,
                                new CaseProgress(past, past, past, past, past, past)),
                        new ArrayList<>()));
    }

    @Test
    void aNoticeThatCannotBeComposedBecomesADeadLetterAndTheNextGoesOut() {
        flagged("bob@isp.example", "BBBB-BBBB", Finding.Severity.HIGH);
        flagged("alice@isp.example", "AAAA-AAAA", Finding.Severity.LOW);
        try (FollowupService followup = follow(new Words("bob@isp.example"))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 1 && letters.size() == 1);
            assertThat(followup.status().leading()).isTrue();
        }
        assertThat(told).singleElement().asString().contains("AAAA-AAAA");
        assertThat(letters.get(0))
                .contains("it cannot be composed: IllegalArgumentException", "tried 3 times")
                .doesNotContain("bob@");
    }

    @Test
    void aPromptThatFailsKeepsNoOtherFromTheLogAndIsShown() {
        watchIsOver("bob@isp.example", "BBBB-BBBB");
        watchIsOver("carol@isp.example", "CCCC-CCCC");
        holds.put("dave@isp.example", new Hold("sato", NOW.minusSeconds(90), NOW.minusSeconds(60), ""));
        holds.put("\u0000", new Hold("sato", NOW.minusSeconds(90), NOW.minusSeconds(60), ""));
        try (FollowupService followup = follow(new Words("bob@isp.example"))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.size() == 2);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> followup.status().problems().containsKey("prompts"));
            assertThat(followup.status().problems().get("prompts")).doesNotContain("bob");

            cases.remove("bob@isp.example");
            holds.remove("\u0000");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> followup.status().problems().isEmpty());
        }
        assertThat(asked)
                .extracting(command -> command.head().account().name())
                .containsExactly("carol@isp.example", "dave@isp.example");
    }

    /** A later version, which sends it; it must neither be sent nor dropped here. */
    @Test
    void aNoticeOfAnUnknownKindWaitsAndTheOthersGoOut() {
        NoticeRecord later = NoticeRecord.due(
                "later/1", "quarantined", "webhook:desk", "bob@isp.example", "1", NOW, new TreeMap<>());
        ledger.entries.put(later.key(), later);
        flagged("alice@isp.example", "AAAA-AAAA", Finding.Severity.LOW);
        try (FollowupService followup = follow(new Words(""))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 1);
            assertThat(followup.status().problems()).isEmpty();
        }
        assertThat(ledger.entries.get("later/1")).isEqualTo(later);
    }
}
