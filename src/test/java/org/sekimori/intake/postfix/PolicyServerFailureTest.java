package org.sekimori.intake.postfix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.FallbackAnswers;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.StubLog;
import org.sekimori.intake.SubmissionIntake;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.PolicyClient;

/** Whatever fails while a request is answered, each request gets one answer, its own, in the order of the requests. */
@SuppressWarnings("NullAway.Init")
class PolicyServerFailureTest {

    private static final IllegalStateException FAULT = new IllegalStateException("a fault of the test's");
    private static final SubmissionAnswer OWN =
            new SubmissionAnswer(new Verdict.Defer(451, "4.3.0"), "own word", null, SubmissionAnswer.Source.FALLBACK);
    private static final SubmissionAnswer LAST =
            new SubmissionAnswer(new Verdict.Defer(451, "4.3.9"), "last word", null, SubmissionAnswer.Source.FALLBACK);
    private static final String OWN_WORD = "451 4.3.0 own word";
    private static final String LAST_WORD = "451 4.3.9 last word";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CompletableFuture<SubmissionAnswer> late = new CompletableFuture<>();
    private final StubLog log = new StubLog(this::answer);
    private OriginLookup origins = (address, name) -> new Origin.Unknown("no_address", null, null);
    private Consumer<MailEvent> witness = event -> {};
    private UnaryOperator<String> hash = recipient -> "#" + recipient;
    private boolean fallbackFails;
    private PostfixPolicyServer server;
    private PolicyClient client;

    /** By the account's name: what the log does about it. */
    private CompletableFuture<SubmissionAnswer> answer(MailEvent event) {
        String name = event.account().name();
        if (name.startsWith("throws")) {
            throw FAULT;
        } else if (name.startsWith("fails")) {
            return CompletableFuture.failedFuture(FAULT);
        } else if (name.startsWith("late")) {
            return late;
        } else if (name.startsWith("silent")) {
            return CompletableFuture.failedFuture(new TimeoutException());
        }
        return CompletableFuture.completedFuture(
                new SubmissionAnswer(new Verdict.Reject(550, "5.7.1"), name, null, SubmissionAnswer.Source.LOG));
    }

    private void open() {
        FallbackAnswers fallback = new FallbackAnswers() {
            @Override
            public SubmissionAnswer answer(MailEvent event) {
                if (fallbackFails) {
                    throw FAULT;
                }
                return OWN;
            }

            @Override
            public SubmissionAnswer unreadable() {
                return LAST;
            }
        };
        server = PostfixPolicyServer.open(
                new PostfixPolicySettings("127.0.0.1", 0, Duration.ofSeconds(1), "test", false),
                new SubmissionIntake(
                        log,
                        Account.LoginNormalizer.PLAIN,
                        origins,
                        witness,
                        hash,
                        fallback,
                        registry,
                        Clock.systemUTC()),
                new PostfixConfigMonitor(Clock.systemUTC(), Set.of()));
        client = PolicyClient.connect("127.0.0.1", server.address().getPort());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static Map<String, String> from(String account) {
        return Map.of("sasl_username", account);
    }

    private static String refused(String account) {
        return "550 5.7.1 " + account;
    }

    private double failures() {
        return registry.get("sekimori.endpoint.failures")
                .tag("door", "postfix")
                .counter()
                .count();
    }

    @Test
    void aLogThatThrowsBetweenOthersShiftsNoAnswer() {
        open();
        List<String> answers = client.pipeline(List.of(from("a"), from("throws"), from("b"), from("fails"), from("c")));

        assertThat(answers).containsExactly(refused("a"), OWN_WORD, refused("b"), OWN_WORD, refused("c"));
        assertThat(failures()).isEqualTo(2);
        assertThat(log.told).contains("throws defer fallback", "fails defer fallback");
    }

    @Test
    void aFallbackThatFailsIsReplacedByTheLastWordInItsPlace() {
        fallbackFails = true;
        open();
        List<String> answers = client.pipeline(List.of(from("silent"), from("a"), from("throws"), from("b")));

        assertThat(answers).containsExactly(LAST_WORD, refused("a"), LAST_WORD, refused("b"));
    }

    @Test
    void whatFailsWhileOthersWaitIsAnsweredInItsTurn() {
        fallbackFails = true;
        open();
        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(
                () -> client.pipeline(List.of(from("late"), from("silent"), from("a"), from("late"), from("b"))));
        await().until(() -> log.told.size() == 3);
        late.completeExceptionally(FAULT);

        assertThat(answers.join()).containsExactly(LAST_WORD, LAST_WORD, refused("a"), LAST_WORD, refused("b"));
    }

    @Test
    void anOriginThatCannotBeHadCostsOneMessageItsDecisionAndNoOtherItsConnection() {
        origins = (address, name) -> {
            if ("broken.example".equals(name)) {
                throw FAULT;
            }
            return new Origin.Unknown("no_address", null, null);
        };
        open();
        Map<String, String> broken = Map.of("sasl_username", "x", "client_name", "broken.example");

        assertThat(client.pipeline(List.of(from("a"), broken, from("b"))))
                .containsExactly(refused("a"), LAST_WORD, refused("b"));
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void aWitnessThatFailsCostsNothing() {
        witness = event -> {
            throw FAULT;
        };
        open();
        assertThat(client.ask(from("a"))).isEqualTo(refused("a"));
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void aRecipientThatCannotBeHashedIsNotRefusedAtRcpt() {
        hash = recipient -> {
            throw FAULT;
        };
        open();
        Map<String, String> rcpt = Map.of("protocol_state", "RCPT", "sasl_username", "a");

        assertThat(client.pipeline(List.of(rcpt, from("a"), rcpt))).containsExactly("DUNNO", LAST_WORD, "DUNNO");
    }

    @Test
    void whatCannotBeRecordedIsAnsweredAllTheSame() {
        log.failure = FAULT;
        open();
        client.send("no request at all\n\n".getBytes(UTF_8));
        assertThat(client.readAction()).isEqualTo(LAST_WORD);
        assertThat(client.ask(from("a"))).isEqualTo(refused("a"));
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void moreRequestsThanMayBeAheadAreAllAnsweredInOrderWhenTheFirstIs() {
        open();
        List<Map<String, String>> requests = new ArrayList<>(List.of(from("late")));
        IntStream.range(0, 300).forEach(i -> requests.add(from(i % 3 == 0 ? "throws" : "n" + i)));
        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> client.pipeline(requests));
        await().until(() -> log.told.size() > 10);
        late.complete(OWN);

        assertThat(answers.join()).hasSize(301).element(0).isEqualTo(OWN_WORD);
        assertThat(answers.join().get(1)).isEqualTo(OWN_WORD);
        assertThat(answers.join().get(300)).isEqualTo(refused("n299"));
    }

    @Test
    void aClientThatHangsUpWhileItIsOwedAnAnswerLeavesTheOthersAlone() {
        open();
        try (PolicyClient other =
                PolicyClient.connect("127.0.0.1", server.address().getPort())) {
            other.send(org.sekimori.rig.PostfixRequestAttributes.wire(
                    org.sekimori.rig.PostfixRequestAttributes.attributes(from("late"))));
        }
        assertThat(client.ask(from("a"))).isEqualTo(refused("a"));
        late.complete(OWN);

        await().until(() -> registry.get("sekimori.postfix.connections").gauge().value() == 1);
        assertThat(client.ask(from("b"))).isEqualTo(refused("b"));
    }
}
