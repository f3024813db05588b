package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

class DecisionsApiTest extends ApiTestBase {

    private static final String DECISIONS = "/v1/decisions";
    private static final String HOME = "{\"account\":\"alice\",\"client_address\":\"133.11.93.10\",\"id\":\"m-1\"}";
    private static final String GERMANY = "{\"account\":\"alice\",\"client_address\":\"91.10.20.30\",\"id\":\"m-2\"}";

    private ApiTestClient client() {
        return local();
    }

    @Test
    void fromHomeItPasses() {
        ApiTestReply reply = client().post(DECISIONS, HOME).expect(200);

        assertThat(reply.json().propertyNames())
                .containsExactly(
                        "event_id", "verdict", "code", "enhanced_code", "text", "plain", "reference", "source");
        assertThat(reply.text("event_id")).isEqualTo("m-1");
        assertThat(reply.text("verdict")).isEqualTo("accept");
        assertThat(reply.json().path("code").asInt()).isEqualTo(250);
        assertThat(reply.text("text")).isEmpty();
        assertThat(reply.text("source")).isEqualTo("log");
    }

    @Test
    void fromOverseasItIsRefusedWithTextAndReferenceUntilAGrantIsOpened() {
        ApiTestReply refused = client().post(DECISIONS, GERMANY).expect(200);
        assertThat(refused.text("verdict")).isEqualTo("reject");
        assertThat(refused.json().path("code").asInt()).isEqualTo(550);
        assertThat(refused.text("enhanced_code")).isEqualTo("5.7.1");
        assertThat(refused.text("text")).contains("Germany", refused.text("reference"));
        assertThat(refused.text("reference")).matches("[0-9A-Z]{4}-[0-9A-Z]{4}");

        local().post(ALICE, "{\"countries\":[\"DE\"]}").expect(201);

        assertThat(client().post(DECISIONS, GERMANY.replace("m-2", "m-3")).text("verdict"))
                .isEqualTo("accept");
        assertThat(client().post(DECISIONS, GERMANY).json())
                .as("the same id again")
                .isEqualTo(refused.json());
    }

    @Test
    void aJapaneseDomainIsGivenATextForPeopleAndOneThatSmtpCarries() {
        ApiTestReply refused = client().post(DECISIONS, GERMANY.replace("alice", "taro@jp.example"))
                .expect(200);

        assertThat(refused.text("text")).contains("ドイツからの接続と判定したため", "受付番号 " + refused.text("reference"));
        assertThat(refused.text("plain"))
                .matches("[ -~]{1,500}")
                .contains("from Germany", "Reference " + refused.text("reference"));
    }

    @Test
    void theFallbackToo() {
        log.silent = true;
        assertThat(client().post(DECISIONS, GERMANY).text("plain")).matches("[ -~]{5,500}");
        assertThat(client().post(DECISIONS, "{}").text("plain")).matches("[ -~]*");
        assertThat(client().post(DECISIONS, "{}").json().has("plain")).isTrue();
    }

    @Test
    void whatTheDoorSaidIsRecorded() {
        client().post(DECISIONS, GERMANY).expect(200);

        assertThat(log.answers()).containsExactly("m-2 reject log http@test");
    }

    @Test
    void theTimeOfTheRequestCountsWhateverTheBodySays() {
        String past = GERMANY.replace("{", "{\"kind\":\"attempt\",\"time\":\"2026-11-24T00:00:00+09:00\",");
        client().post(DECISIONS, past).expect(200);

        MailEvent event = log.events().get(0);
        assertThat(event.time()).isEqualTo(MutableClock.START);
        assertThat(event.kind()).isEqualTo(EventKind.ATTEMPT);
        assertThat(event.account().name()).isEqualTo("alice@isp.example");
    }

    @Test
    void recipientsReachTheLogHashedAndTheOriginResolved() {
        client().post(DECISIONS, GERMANY.replace("{", "{\"recipients\":[\"secret.friend@example.net\"],"))
                .expect(200);

        MailEvent event = log.events().get(0);
        assertThat(event.recipients()).singleElement().asString().endsWith("@example.net");
        assertThat(event.toString()).doesNotContain("secret.friend");
        assertThat(event.origin().kind()).isEqualTo("country");
    }

    @Test
    void aSilentLogIsAnsweredByTheFallbackAfterTheDeadline() {
        log.silent = true;

        ApiTestReply reply = client().post(DECISIONS, GERMANY).expect(200);
        assertThat(reply.text("verdict")).isEqualTo("defer");
        assertThat(reply.json().path("code").asInt()).isEqualTo(451);
        assertThat(reply.json().path("reference").isNull()).isTrue();
        assertThat(reply.text("source")).isEqualTo("fallback");
        assertThat(log.answers()).containsExactly("m-2 defer fallback http@test");
    }

    @Test
    void moreMayWaitThanTheServerHasThreads() {
        int many = 250; // Tomcat has 200.
        log.gate = new CompletableFuture<>();
        ApiTestClient client = client();
        List<CompletableFuture<ApiTestReply>> replies = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String body = HOME.replace("m-1", "w-" + i).replace("alice", "alice" + i);
            replies.add(CompletableFuture.supplyAsync(
                    () -> client.post(DECISIONS, body), task -> new Thread(task).start()));
        }
        await().atMost(java.time.Duration.ofMinutes(1)).untilAtomic(log.waiting, equalTo(many));
        nobody().get("/actuator/health/liveness").expect(200);

        log.gate.complete(null);

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.join().text("verdict")).isEqualTo("accept"));
    }

    @Test
    void theIdempotencyKeyIsTheIdOfAnEventWithoutOne() {
        ApiTestClient repeating = client().with("Idempotency-Key", "key-1");
        String body = "{\"account\":\"alice\",\"client_address\":\"91.10.20.30\"}";
        ApiTestReply first = repeating.post(DECISIONS, body).expect(200);

        assertThat(first.text("event_id")).isEqualTo("key-1");
        assertThat(repeating.post(DECISIONS, body).json()).isEqualTo(first.json());
        assertThat(client().post(DECISIONS, body).text("event_id")).hasSize(36);
    }

    @Test
    void anIdempotencyKeyOfAnotherBodyIsRefused() {
        ApiTestClient repeating = client().with("Idempotency-Key", "key-2");
        String body = "{\"account\":\"alice\",\"client_address\":\"91.10.20.30\"}";
        repeating.post(DECISIONS, "{\"account\":\"\"}").problem(400);
        repeating.post(DECISIONS, body).expect(200);

        assertThat(repeating
                        .post(DECISIONS, body.replace("91.10.20.30", "133.11.93.10"))
                        .problem(422))
                .contains("was used for another body");
        assertThat(log.events()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "client_address":"1.2.3"                         | client_address | not an
            "client_address":"fe80::1%25%"                   | client_address | is
            "client_address":{"v4":["1.2.3.4"]}              | client_address | must be a string
            "time":"yesterday"                               | time           | RFC 3339
            "time":"2999-01-01T00:00:00Z"                    | time           | ahead of the time here
            "size":-1                                        | size           | must not be negative
            "recipient_count":1e300                          | recipient_count | is too large
            "recipient_count":1,"recipients":["a@b.c","d@e.f"] | recipient_count | lists 2
            "recipients":"friend@sink.test"                  | recipients     | must be a list
            "recipients":["friend@sink.test",["x",{"y":1}]]  | recipients     | must be a string
            "queue_id":"4jZ3\\u0000RH"                       | queue_id       | contains U+0000
            "helo":"\\ud83d"                                 | helo           | half surrogate
            "channel":"smoke"                                | channel        | is none of
            "size":1,"size":2                                | size           | is given twice
            "before_queue":true                              | before_queue   | does not go with
            """)
    void aFieldThatCannotBeReadIsLeftOutAndTheRestIsDecided(String broken, String field, String what) {
        ApiTestReply reply = client().post(DECISIONS, "{\"account\":\"alice\"," + broken + ",\"tls\":\"TLSv1.3\"}")
                .expect(200);

        assertThat(reply.text("verdict")).isNotEmpty();
        MailEvent event = log.events().get(0);
        assertThat(event.account().name()).isEqualTo("alice@isp.example");
        assertThat(event.tls()).as("what follows").isEqualTo("TLSv1.3");
        assertThat(log.deadLetters())
                .singleElement()
                .asString()
                .startsWith("http local | \"" + field + "\" ")
                .contains(what, "; decided without it")
                .doesNotContain("friend@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"account\":7,\"client_address\":\"91.10.20.30\"}",
                "{\"account\":[\"alice\"],\"client_address\":\"91.10.20.30\"}",
                "{\"account\":\"alice\",\"client_address\":\"91.10.20.30\",\"account\":\"bob\"}"
            })
    void aLogInThatCannotBeReadCountsAsTheOneThatHasNoName(String body) {
        client().post(DECISIONS, body).expect(200);

        assertThat(log.events()).singleElement().satisfies(event -> assertThat(event.account())
                .isEqualTo(Account.UNNAMEABLE));
        assertThat(log.deadLetters()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"client_address":"1.2.3.4"}                        | account        | is missing
            {"account":"alice","kind":"bounced"}                | kind           | must be 'attempt'
            {"account":"alice","kind":"answered"}               | kind           | must not be 'answered'
            {"account":"alice","history":true}                  | history        | must not be true
            """)
    void whatIsNoQuestionIsABadRequestThatNamesTheFieldAndADeadLetterAndHasAVerdictForTheClient(
            String body, String field, String what) {
        ApiTestReply reply = client().post(DECISIONS, body);

        assertThat(reply.text("verdict")).isIn("accept", "defer");
        assertThat(reply.problem(400)).startsWith("\"" + field + "\" ").contains(what);
        assertThat(reply.text("field")).isEqualTo(field);
        assertThat(log.events()).isEmpty();
        assertThat(log.deadLetters())
                .singleElement()
                .asString()
                .startsWith("http local | \"" + field + "\" ")
                .doesNotContain("friend@");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"account":      | breaks off
            []               | the record is a list
            ``               | the record is empty
            {}{}             | something follows
            """)
    void whatIsNoEventIsABadRequestAndADeadLetter(String body, String what) {
        assertThat(client().post(DECISIONS, body).problem(400)).contains(what);
        assertThat(log.deadLetters()).hasSize(1);
    }

    @Test
    void aMessageWithMoreRecipientsThanAQuestionHoldsIsRefusedForTheClientAndADeadLetter() {
        String recipients = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"friend" + i + "@list.example\"")
                .collect(Collectors.joining(","));
        ApiTestReply reply =
                client().post(DECISIONS, "{\"account\":\"alice@isp.example\",\"recipients\":[" + recipients + "]}");

        assertThat(reply.problem(413)).isEqualTo("body: larger than 262144 bytes");
        assertThat(reply.text("verdict")).isEqualTo("reject");
        assertThat(reply.json().path("code").asInt()).isEqualTo(552);
        assertThat(reply.text("enhanced_code")).isEqualTo("5.3.4");
        assertThat(reply.text("text")).contains("more recipients");
        assertThat(log.events()).isEmpty();
        assertThat(log.deadLetters())
                .singleElement()
                .asString()
                .contains("larger than 262144 bytes")
                .doesNotContain("friend");
    }

    @Test
    void aBodyThatIsTooLargeOrOfAnotherTypeIsRefused() {
        assertThat(client().post(DECISIONS, "{\"helo\":\"" + "x".repeat(256 * 1024) + "\"}")
                        .problem(413))
                .isEqualTo("body: larger than 262144 bytes");
        assertThat(client().with("Content-Type", "text/plain")
                        .post(DECISIONS, HOME)
                        .problem(415))
                .contains("application/json");
    }
}
