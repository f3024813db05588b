package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GrantsApiTest extends ApiTestBase {

    @Test
    void anOpenedGrantIsToldWithItsIdAndEnd() {
        ApiTestReply reply = local().post(ALICE, "{\"countries\":[\"FR\",\"DE\"],\"reason\":\"fair\"}")
                .expect(201);

        assertThat(reply.text("account")).isEqualTo("alice@isp.example");
        JsonNode grant = reply.grant();
        assertThat(grant.path("id").asString()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(grant.path("from").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(grant.path("until").asString()).isEqualTo("2026-12-02T09:00:00Z");
        assertThat(grant.path("countries").toString()).isEqualTo("[\"DE\",\"FR\"]");
        assertThat(grant.path("opened_by").asString()).isEqualTo("local");
        assertThat(grant.path("channel").asString()).isEqualTo("api");
        assertThat(grant.path("opened_at").asString()).isEqualTo("2026-11-25T09:00:00Z");
        assertThat(grant.path("reason").asString()).isEqualTo("fair");
        assertThat(grant.path("revoked").asBoolean()).isFalse();
        assertThat(grant.path("active").asBoolean()).isTrue();
    }

    @Test
    void aGrantNeedsNoBodyAndLastsOneWeekForAllCountries() {
        JsonNode grant = local().send("POST", ALICE, null).expect(201).grant();

        assertThat(grant.path("until").asString()).isEqualTo("2026-12-02T09:00:00Z");
        assertThat(grant.path("countries")).isEmpty();
    }

    @Test
    void aGrantIsListedExtendedAndRevoked() {
        String id = local().post(ALICE, "{}").grant().path("id").asString();
        assertThat(local().get(ALICE).expect(200).grant().path("id").asString()).isEqualTo(id);

        clock.advance(Duration.ofDays(3));
        String extended = local().post(ALICE + "/" + id + "/extension", "{}")
                .expect(200)
                .grant()
                .path("until")
                .asString();
        assertThat(extended).isEqualTo("2026-12-05T09:00:00Z");

        JsonNode revoked = local().delete(ALICE + "/" + id).expect(200).grant();
        assertThat(revoked.path("revoked").asBoolean()).isTrue();
        assertThat(revoked.path("active").asBoolean()).isFalse();
        assertThat(local().post(ALICE + "/" + id + "/extension", "{}").problem(409))
                .isEqualTo("grant " + id + " was revoked; open a new one");
    }

    @Test
    void withoutAnIdTheLastGrantIsExtendedAndAllAreRevoked() {
        local().post(ALICE, "{\"until\":\"2026-11-26T09:00:00Z\"}").expect(201);
        local().post(ALICE, "{\"until\":\"2026-11-27T09:00:00Z\"}").expect(201);

        ApiTestReply extended = local().send("POST", ALICE + "/extension", null).expect(200);
        assertThat(extended.grants())
                .extracting(g -> g.path("until").asString())
                .containsExactly("2026-11-26T09:00:00Z", "2026-12-02T09:00:00Z");

        ApiTestReply revoked = local().delete(ALICE).expect(200);
        assertThat(revoked.grants()).allMatch(g -> g.path("revoked").asBoolean());
        assertThat(local().delete(ALICE).problem(409)).isEqualTo("the account has no grant that could be revoked");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from":"2026-11-24T09:00:00Z","until":"2026-11-25T08:00:00Z"} | is in the past; it is 2026-11-25T09:00:00Z now
            {"until":"2026-11-25T08:00:00Z"}                               | is not after the beginning
            {"from":"2026-11-27T09:00:00Z","until":"2026-11-26T09:00:00Z"} | is not after the beginning
            {"until":"2026-12-03T09:00:00Z"}                               | is longer than the 7 days allowed
            {"from":"2027-01-25T09:00:01Z"}                                | is more than 60 days ahead
            {"countries":["XX"]}                                           | 'XX' is not an ISO 3166 country code
            """)
    void aGrantBeyondItsTermsIsRefusedWithAClearSentence(String body, String sentence) {
        assertThat(local().post(ALICE, body).problem(409)).contains(sentence);
        assertThat(local().get(ALICE).grants()).isEmpty();
    }

    @Test
    void theSameIdempotencyKeyTwiceIsOneGrant() {
        ApiTestClient repeating = local().with("Idempotency-Key", "trip-7");

        ApiTestReply first = repeating.post(ALICE, "{}").expect(201);
        clock.advance(Duration.ofMinutes(1));
        ApiTestReply second = repeating.post(ALICE, "{}").expect(201);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Key")).isEqualTo("trip-7");
        assertThat(local().get(ALICE).grants()).hasSize(1);
    }

    @Test
    void anIdempotencyKeyOfAnotherBodyIsRefusedInsteadOfShowingTheFirstGrant() {
        ApiTestClient repeating = local().with("Idempotency-Key", "trip-7");
        repeating.post(ALICE, "{\"countries\":[\"DE\"]}").expect(201);

        for (String body :
                new String[] {"{}", "{\"countries\":[\"DE\"],\"by\":\"sato\"}", "{\"countries\":[\"FR\"]}"}) {
            assertThat(repeating.post(ALICE, body).problem(409)).contains("same Idempotency-Key", "on other terms");
        }
        assertThat(local().get(ALICE).grants()).hasSize(1);
    }

    @Test
    void aRepetitionAfterAnExtensionIsStillTheSame() {
        ApiTestClient repeating = local().with("Idempotency-Key", "trip-7");
        String body = "{\"until\":\"2026-11-27T09:00:00Z\"}";
        repeating.post(ALICE, body).expect(201);
        local().post(ALICE + "/extension", "{}").expect(200);

        assertThat(repeating.post(ALICE, body).expect(201).grant().path("until").asString())
                .isEqualTo("2026-12-02T09:00:00Z");
        assertThat(repeating.post(ALICE, "{\"until\":\"2026-12-02T09:00:01Z\"}").problem(409))
                .contains("other terms");
    }

    @Test
    void withoutIdempotencyKeyEachCommandIsItsOwn() {
        String first = local().post(ALICE, "{}").header("Idempotency-Key");
        String second = local().post(ALICE, "{}").header("Idempotency-Key");

        assertThat(first).isNotBlank().isNotEqualTo(second);
        assertThat(local().get(ALICE).grants()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice@ISP.Example",
                "alice%40isp.example",
                "%20ALICE%40isp.example%20",
                "alice+trip@isp.example",
                "alice%2Btrip@isp.example",
                "alice"
            })
    void oneMailboxIsOneAccountHoweverItIsWritten(String written) {
        local().post("/v1/accounts/" + written + "/grants", "{}").expect(201);

        assertThat(local().get(ALICE).expect(200).grants()).hasSize(1);
    }

    @Test
    void japaneseTextComesBackAsItWas() {
        local().post(ALICE, "{\"reason\":\"ハノーファー出張のため 𠮷野家\",\"by\":\"鈴木\"}").expect(201);

        JsonNode grant = local().get(ALICE).grant();
        assertThat(grant.path("reason").asString()).isEqualTo("ハノーファー出張のため 𠮷野家");
        assertThat(grant.path("opened_by").asString()).isEqualTo("鈴木 via local");
    }

    @Test
    void theListOfAllShowsOnlyActiveGrantsIfAsked() {
        local().post(ALICE, "{}").expect(201);
        local().post("/v1/accounts/bob/grants", "{\"from\":\"2026-12-01T00:00:00Z\"}")
                .expect(201);

        assertThat(local().get("/v1/grants").expect(200).json().path("accounts"))
                .hasSize(2);
        JsonNode active =
                local().get("/v1/grants?active=true").expect(200).json().path("accounts");
        assertThat(active).hasSize(1);
        assertThat(active.get(0).path("account").asString()).isEqualTo("alice@isp.example");
        assertThat(local().get("/v1/grants?active=perhaps").problem(400)).contains("active");
    }

    @Test
    void aSilentLogIsSaidAndTheCommandCanBeRepeated() {
        log.silent = true;
        ApiTestClient repeating = local().with("Idempotency-Key", "trip-8");
        ApiTestReply reply = repeating.post(ALICE, "{}");

        assertThat(reply.problem(503))
                .contains("may still be carried out")
                .contains("repeated with the same Idempotency-Key");
        assertThat(reply.text("idempotency_key")).isEqualTo("trip-8");
        assertThat(reply.header("Retry-After")).isEqualTo("5");

        log.silent = false;
        assertThat(repeating.post(ALICE, "{}").expect(201).grants()).hasSize(1);
    }

    @Test
    void aLogThatIsKnownToBeAwayIsSaidAtOnceAndTheCommandIsNotKept() {
        log.away = true;
        ApiTestReply reply = local().post(ALICE, "{}");

        assertThat(reply.problem(503)).contains("was not carried out and will not be");
        assertThat(reply.header("Retry-After")).isEqualTo("5");

        log.away = false;
        assertThat(local().get(ALICE).expect(200).grants()).isEmpty();
    }
}
