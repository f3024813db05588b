package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventsApiTest extends ApiTestBase {

    private static final String EVENTS = "/v1/events";

    private static String event(String more) {
        return "{\"time\":\"2026-11-25T08:59:59Z\",\"kind\":\"attempt\",\"account\":\"alice\"" + more + "}";
    }

    private ApiTestClient batch() {
        return local().with("Content-Type", "application/x-ndjson");
    }

    private List<String> ids() {
        return log.events().stream().map(MailEvent::id).toList();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANSWERED")
    void oneEventOfEveryKindIsTaken(EventKind kind) {
        ApiTestReply reply = local().post(EVENTS, event(",\"id\":\"e-1\"").replace("attempt", kind.word()))
                .expect(202);

        assertThat(reply.json())
                .isEqualTo(JsonMapper.shared().readTree("{\"accepted\":1,\"refused\":0,\"problems\":[]}"));
        assertThat(log.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(kind);
            assertThat(event.id()).isEqualTo("e-1");
        });
    }

    @Test
    void whatADoorSaidIsNotTakenFromOutside() {
        ApiTestReply reply = local().post(EVENTS, event("").replace("attempt", "answered"));

        assertThat(reply.problem(400)).contains("only Sekimori's own doors write that");
        assertThat(reply.text("field")).isEqualTo("kind");
        assertThat(log.events()).isEmpty();
        assertThat(log.deadLetters()).singleElement().asString().startsWith("http local | ");
    }

    @Test
    void brokenLinesAreDeadLettersAndDoNotStopTheOthers() {
        String lines = event(",\"id\":\"a\"") + "\r\n\n  \n{\"kind\":\n" + event(",\"id\":\"b\",\"size\":-1") + "\n"
                + event(",\"id\":\"c\",\"recipients\":[\"secret.friend@example.net\"]");
        ApiTestReply reply = batch().post(EVENTS, lines).expect(202);

        assertThat(reply.json().path("accepted").asInt()).isEqualTo(2);
        assertThat(reply.json().path("refused").asInt()).isEqualTo(2);
        JsonNode problems = reply.json().path("problems");
        assertThat(problems.get(0).path("line").asInt()).isEqualTo(4);
        assertThat(problems.get(0).path("reason").asString()).contains("breaks off");
        assertThat(problems.get(1).path("line").asInt()).isEqualTo(5);
        assertThat(problems.get(1).path("reason").asString()).isEqualTo("\"size\" must not be negative");
        assertThat(ids()).containsExactly("a", "c");
        assertThat(log.events().toString()).doesNotContain("secret.friend");
        assertThat(log.deadLetters()).hasSize(2).first().asString().startsWith("http local:4 | ");
    }

    @Test
    void problemsAreCountedButListedOnlyUpToAHundred() {
        ApiTestReply reply = batch().post(EVENTS, "x\n".repeat(150)).expect(202);

        assertThat(reply.json().path("refused").asInt()).isEqualTo(150);
        assertThat(reply.json().path("problems")).hasSize(100);
        assertThat(log.deadLetters()).hasSize(150);
    }

    @Test
    void nothingIsTakenFromAnEmptyBatch() {
        assertThat(batch().post(EVENTS, "\n\n")
                        .expect(202)
                        .json()
                        .path("accepted")
                        .asInt())
                .isZero();
    }

    @Test
    void aBatchUnderTheSameKeyHasTheSameIds() {
        ApiTestClient repeating = batch().with("Idempotency-Key", "nightly-7");
        String lines = event("") + "\n" + event("") + "\n" + event(",\"id\":\"own\"");
        repeating.post(EVENTS, lines).expect(202);
        List<String> first = ids();
        repeating.post(EVENTS, lines).expect(202);

        assertThat(first.get(0)).matches("nightly-7:1:[0-9a-f]{8}");
        assertThat(first.get(1)).matches("nightly-7:2:[0-9a-f]{8}");
        assertThat(first.get(2)).isEqualTo("own");
        assertThat(ids().subList(3, 6)).isEqualTo(first);
    }

    @Test
    void anotherEventUnderTheSameKeyIsNotTakenForARepetition() {
        ApiTestClient repeating = local().with("Idempotency-Key", "k".repeat(200));
        repeating.post(EVENTS, event("")).expect(202);
        repeating.post(EVENTS, event(",\"size\":7")).expect(202);

        assertThat(ids()).doesNotHaveDuplicates().allMatch(id -> id.length() <= MailEvent.MAX_ID_LENGTH);
    }

    @Test
    void withoutAKeyOneIsMadeAndTold() {
        String key = batch().post(EVENTS, event("")).expect(202).header("Idempotency-Key");

        assertThat(key).hasSize(36);
        assertThat(ids().get(0)).startsWith(key + ":1:");
    }

    @Test
    void aLogThatIsAwayIsSaidWithTheFirstLineNotTaken() {
        log.room = 70;
        String lines = IntStream.range(0, 200)
                .mapToObj(i -> event(",\"id\":\"e-" + i + "\""))
                .collect(Collectors.joining("\n"));
        ApiTestReply reply = batch().with("Idempotency-Key", "night").post(EVENTS, "\n" + lines);

        assertThat(reply.problem(503)).startsWith("line 72 is the first one not taken");
        assertThat(reply.json().path("line").asInt()).isEqualTo(72);
        assertThat(reply.json().path("accepted").asInt()).isEqualTo(70);
        assertThat(reply.text("idempotency_key")).isEqualTo("night");
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        assertThat(log.events()).hasSize(70);
    }

    @Test
    void aSilentLogIsSaidForOneEventAndForMany() {
        log.silent = true;

        assertThat(local().post(EVENTS, event("")).problem(503)).startsWith("line 1 is the first one not taken");
        assertThat(batch().post(EVENTS, event("")).problem(503)).startsWith("line 1 is the first one not taken");
    }

    @Test
    void aBatchOfTooManyBytesIsNotBegun() {
        String line = event(",\"helo\":\"" + "x".repeat(200) + "\"") + "\n";

        assertThat(batch().post(EVENTS, line.repeat(17 * 1024 * 1024 / line.length()))
                        .problem(413))
                .isEqualTo("body: larger than 16777216 bytes");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void aBatchOfTooManyLinesIsTakenUpToTheLimit() {
        ApiTestReply reply = batch().post(EVENTS, "\n".repeat(49_999) + event("") + "\n" + event(""));

        assertThat(reply.problem(413))
                .startsWith("line 50001 is the first one not taken")
                .contains("50000 lines");
        assertThat(reply.json().path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void aLongLineIsRefusedAndTheNextOneTaken() {
        String lines = event(",\"helo\":\"" + "x".repeat(300_000) + "\"") + "\n" + event(",\"id\":\"b\"");
        ApiTestReply reply = batch().post(EVENTS, lines).expect(202);

        assertThat(reply.json().path("problems").get(0).path("reason").asString())
                .contains("at most 262144 are allowed");
        assertThat(ids()).containsExactly("b");
    }

    @Test
    void anotherTypeIsRefused() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
            assertThat(local().with("Content-Type", type)
                            .post(EVENTS, event(""))
                            .problem(415))
                    .contains("application/json", "application/x-ndjson");
        }
        local().send("POST", EVENTS, null).problem(415);
        local().get(EVENTS).problem(405);
        assertThat(log.events()).isEmpty();
    }
}
