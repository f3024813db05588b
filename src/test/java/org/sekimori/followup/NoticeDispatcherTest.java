package org.sekimori.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.followup.channels.NoticeKind;
import org.sekimori.followup.channels.WebhookSettings;
import org.sekimori.followup.contacts.ContactSource;
import org.sekimori.followup.contacts.SafeContactSource;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.notice.NoticeOutbox;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecord.State;
import org.sekimori.stream.request.EventLog;

/** Which notices go when: order, the hour's budget, pauses, retries, and what is taken over from an instance that died. */
@SuppressWarnings("NullAway.Init")
class NoticeDispatcherTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
    private static final String HOOK = "webhook:desk";
    private static final Duration HOUR = Duration.ofHours(1);

    /** One minute after the first failure, two after the second, and not a fourth time. */
    private static final NoticeRetryPolicy BACKOFF =
            new NoticeRetryPolicy(Duration.ofMinutes(1), Duration.ofMinutes(8), 3, HOUR);

    private final Map<String, NoticeRecord> entries = new TreeMap<>();
    private final Map<String, CaseSet> cases = new TreeMap<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> letters = new ArrayList<>();
    private Instant now = NINE;
    private long term = 1;
    private boolean leads = true;
    private int attempts;
    private volatile int answer = 204;
    private volatile String retryAfter = "";
    private ChannelCircuitBreaker breaker;
    private HttpServer receiver;
    private NoticeDispatcher dispatcher;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            attempts++;
            if (answer == 204) {
                told.add(exchange.getRequestHeaders().getFirst("webhook-id") + " " + body);
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
        begin(100);
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void begin(int perHour) {
        WebhookSettings hook = new WebhookSettings(
                "desk",
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"),
                WebhookSettings.Form.GENERIC,
                null,
                null,
                Set.of(NoticeKind.CASE_OPENED, NoticeKind.RELEASED, NoticeKind.DIGEST));
        FollowupSettings settings = new FollowupSettings(
                null,
                List.of(),
                Locale.ENGLISH,
                List.of(hook),
                perHour,
                null,
                BACKOFF,
                () -> RulePrecisionThreshold.DEFAULT);
        Clock clock = new TickingClock();
        NoticeOutbox ledger = new MemoryLedger();
        AccountStatus status = standing();
        NoticeMeters meters = new NoticeMeters(new SimpleMeterRegistry());
        breaker = new ChannelCircuitBreaker(BACKOFF, new Random(1));
        NoticeDelivery delivery = new NoticeDelivery(
                settings,
                ledger,
                log(),
                new SafeContactSource(ContactSource.NONE, status, Account.LoginNormalizer.PLAIN),
                new NoticeComposer(settings, new Words(), status, new OwnerQuestionTokens(new byte[32])),
                breaker,
                meters,
                clock);
        dispatcher = new NoticeDispatcher(settings, ledger, status, delivery, meters, new FailureIsolation(), clock);
    }

    private final class TickingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final class MemoryLedger implements NoticeOutbox {
        @Override
        public boolean lead(Duration patience) {
            return leads;
        }

        @Override
        public long term() {
            return term;
        }

        @Override
        public Map<String, NoticeRecord> entries() {
            return entries;
        }

        @Override
        public List<OwnerQuestionRaised> questions(int most) {
            return List.of();
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

    private record Words() implements NoticeTextProvider {
        @Override
        public Text text(String name, Locale language, @Nullable Account account, Map<String, String> values) {
            return new Text(name, name + " " + values + "\n");
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
            return CaseLifecyclePolicy.DEFAULT;
        }
    }

    private AccountStatus standing() {
        return (AccountStatus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AccountStatus.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "allCases" -> cases;
                        case "allGrants" -> new TreeMap<String, GrantSet>();
                        case "cases" -> cases.getOrDefault(String.valueOf(arguments[0]), CaseSet.NONE);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private EventLog log() {
        return (EventLog) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, arguments) -> {
                    letters.add(method.getName() + Arrays.toString(arguments));
                    return CompletableFuture.completedFuture(null);
                });
    }

    /** A case that was opened so many minutes before nine. */
    private void flagged(String name, Severity severity, int minutes) {
        Instant opened = NINE.minusSeconds(60L * minutes);
        Case one = new Case(
                id(name),
                1,
                Case.State.FLAGGED,
                severity,
                "",
                opened,
                opened,
                List.of(new RuleHits("spike", 1, 1, opened, opened)),
                1,
                1,
                0,
                List.of(),
                false,
                CaseProgress.NONE,
                null,
                0,
                null,
                List.of());
        cases.put(name + "@isp.example", new CaseSet(one, List.of()));
    }

    private static String id(String name) {
        String four = (name.toUpperCase(Locale.ROOT) + "2222").substring(0, 4);
        return four + "-" + four;
    }

    private NoticeRecord entry(String name) {
        NoticeRecord entry = entries.get("case/" + HOOK + "/" + name + "@isp.example/" + id(name) + "/0");
        assertThat(entry).isNotNull();
        return entry;
    }

    private void look(Duration later) {
        now = now.plus(later);
        dispatcher.dispatch();
    }

    private List<State> states() {
        return entries.values().stream().map(NoticeRecord::state).sorted().toList();
    }

    @Test
    void theMostSevereCaseGoesFirstAndOfTheseTheOldest() {
        flagged("aa", Severity.LOW, 50);
        flagged("bb", Severity.HIGH, 10);
        flagged("cc", Severity.HIGH, 20);
        look(Duration.ZERO);

        assertThat(told).hasSize(3);
        assertThat(told.get(0)).contains(id("cc"));
        assertThat(told.get(1)).contains(id("bb"));
        assertThat(told.get(2)).contains(id("aa"));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        flagged("aa", Severity.LOW, 50);
        look(Duration.ZERO);
        look(HOUR.multipliedBy(30));

        assertThat(told).hasSize(1);
        assertThat(entry("aa").state()).isEqualTo(State.SENT);
    }

    @Test
    void whatIsBeyondTheHoursBudgetIsToldByOneDigest() {
        begin(20);
        for (int i = 10; i < 40; i++) {
            flagged("a" + i, Severity.LOW, i);
        }
        look(Duration.ZERO);
        look(Duration.ofMinutes(1));

        assertThat(told).hasSize(20);
        assertThat(states().stream().filter(state -> state == State.MERGED)).hasSize(11);
        assertThat(told.get(19)).contains("\"type\":\"digest\"", "\"count\":\"11\"");

        look(HOUR.multipliedBy(2));
        assertThat(told).hasSize(20);
    }

    @Test
    void theBudgetIsThatOfAnyHourAndComesBack() {
        begin(20);
        for (int i = 10; i < 29; i++) {
            flagged("a" + i, Severity.LOW, i);
        }
        look(Duration.ZERO);
        assertThat(told).hasSize(19);

        flagged("late", Severity.HIGH, 1);
        look(Duration.ofMinutes(59));
        assertThat(entry("late").state()).isEqualTo(State.MERGED);

        flagged("next", Severity.HIGH, 1);
        look(Duration.ofMinutes(1));
        assertThat(entry("next").state()).isEqualTo(State.SENT);
    }

    @Test
    void aTenThousandCasesAreOneHourOfNoticesAndOneDigest() {
        begin(60);
        for (int i = 10_000; i < 20_000; i++) {
            flagged(Integer.toString(i), Severity.LOW, 30_000 - i);
        }
        for (int i = 0; i < 5; i++) {
            look(Duration.ofSeconds(1));
        }

        assertThat(told).hasSize(60);
        assertThat(told.get(59)).contains("\"type\":\"digest\"", "\"count\":\"9941\"");
        assertThat(states()).hasSize(10_001).doesNotContain(State.DUE, State.SENDING, State.FAILED);
    }

    @Test
    void aReceiverThatDoesNotAnswerIsPausedForAllNoticesAndThenTriedAgain() {
        answer = 503;
        flagged("aa", Severity.HIGH, 50);
        flagged("bb", Severity.LOW, 50);
        look(Duration.ZERO);
        look(Duration.ofSeconds(10));

        assertThat(attempts).isOne();
        assertThat(entry("aa").state()).isEqualTo(State.DUE);
        assertThat(entry("aa").reason()).contains("answered 503");
        assertThat(breaker.all()).containsOnlyKeys(HOOK);

        answer = 204;
        look(Duration.ofMinutes(1));
        assertThat(told).hasSize(2);
        assertThat(breaker.all()).isEmpty();
    }

    @Test
    void aReceiverThatAsksForMoreTimeGetsIt() {
        answer = 429;
        retryAfter = "600";
        flagged("aa", Severity.HIGH, 50);
        look(Duration.ZERO);
        answer = 204;

        look(Duration.ofSeconds(599));
        assertThat(told).isEmpty();
        look(Duration.ofSeconds(1));
        assertThat(told).hasSize(1);
    }

    @Test
    void aNoticeThatIsTriedInVainBecomesADeadLetterAndIsNotTriedAgain() {
        answer = 500;
        flagged("aa", Severity.HIGH, 50);
        for (int i = 0; i < 30; i++) {
            look(Duration.ofMinutes(1));
        }

        assertThat(attempts).isEqualTo(3);
        assertThat(entry("aa").state()).isEqualTo(State.FAILED);
        assertThat(letters)
                .singleElement()
                .asString()
                .contains("answered 500; tried 3 times")
                .doesNotContain("aa@");
    }

    @Test
    void aNoticeThatIsRefusedIsADeadLetterAtOnceAndTheNextGoesOut() {
        answer = 404;
        flagged("aa", Severity.HIGH, 50);
        look(Duration.ZERO);
        answer = 204;
        flagged("bb", Severity.LOW, 1);
        look(Duration.ofSeconds(1));

        assertThat(entry("aa").state()).isEqualTo(State.FAILED);
        assertThat(letters).hasSize(1);
        assertThat(told).singleElement().asString().contains(id("bb"));
    }

    @Test
    void whatAnInstanceWasSendingWhenItDiedIsSentAgainUnderTheSameId() {
        flagged("aa", Severity.HIGH, 50);
        look(Duration.ZERO);
        NoticeRecord sent = entry("aa");
        entries.put(
                sent.key(),
                NoticeRecord.due(sent.key(), sent.kind(), HOOK, sent.account(), sent.about(), now, new TreeMap<>())
                        .sending(now));
        term = 2;
        look(Duration.ofSeconds(5));

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains(NoticeKeys.id(sent.key()));
        assertThat(told.get(1)).contains(NoticeKeys.id(sent.key()));
        assertThat(entry("aa").attempts()).isEqualTo(2);
    }

    @Test
    void theNextInstanceHasNoMoreBudgetThanTheOneBefore() {
        begin(20);
        for (int i = 10; i < 29; i++) {
            flagged("a" + i, Severity.LOW, i);
        }
        look(Duration.ZERO);
        begin(20);
        term = 2;
        flagged("late", Severity.HIGH, 1);
        look(Duration.ofMinutes(1));

        assertThat(entry("late").state()).isEqualTo(State.MERGED);
    }

    @Test
    void anInstanceThatDoesNotLeadSendsNothing() {
        leads = false;
        flagged("aa", Severity.HIGH, 50);

        assertThatThrownBy(() -> look(Duration.ZERO)).isInstanceOf(NoticeDelivery.StoppedException.class);
        assertThat(attempts).isZero();
        assertThat(entries).isEmpty();
    }

    @Test
    void entriesOfOpenCasesAreKeptAndOfOthersForgotten() {
        flagged("aa", Severity.HIGH, 50);
        flagged("bb", Severity.HIGH, 50);
        look(Duration.ZERO);
        String over = entry("bb").key();
        cases.remove("bb@isp.example");
        Duration kept = Duration.ofDays(35);

        assertThat(dispatcher.stale(now.plus(kept), kept)).isEmpty();
        assertThat(dispatcher.stale(now.plus(kept).plusSeconds(1), kept)).containsExactly(over);
    }
}
