package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidRequestsApiTest extends ApiTestBase {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"until":7}                                | until
            {"until":"tomorrow"}                       | until
            {"until":"2026-11-30"}                     | until
            {"until":{"day":1}}                        | until
            {"from":"+999999999-01-01T00:00:00Z"}      | from
            {"from":"1969-12-31T23:59:59Z"}            | from
            {"countries":"DE"}                         | countries
            {"countries":[1]}                          | countries
            {"countries":[null]}                       | countries
            {"countries":["DEUTSCHLAND!"]}             | countries
            {"reason":["a"]}                           | reason
            {"reason":"a\\nb"}                         | reason
            {"reason":"a\\u2028b"}                     | reason
            {"reason":"\\ud842"}                       | reason
            {"reason":"paid \\u202egnip"}               | reason
            {"reason":"a\\u2067b"}                     | reason
            {"reason":"a\\u200bb"}                     | reason
            {"reason":"a\\ufeffb"}                     | reason
            {"reason":"a\\udb40\\udc41b"}              | reason
            {"by":true}                                | by
            {"by":"x\\u0000"}                          | by
            {"by":"sato\\u202e"}                      | by
            {"by":"sa\\u200bto"}                      | by
            {"untill":"2026-11-30T00:00:00Z"}          | untill
            """)
    void aWrongFieldIsNamed(String body, String field) {
        ApiTestReply reply = local().post(ALICE, body);

        assertThat(reply.problem(400)).startsWith(field + ":");
        assertThat(reply.text("field")).isEqualTo(field);
        assertThat(local().get(ALICE).grants()).isEmpty();
    }

    @Test
    void aReasonMayHoldTheJoinersThatItsScriptNeeds() {
        local().post(ALICE, "{\"reason\":\"\u0645\u06cc\u200c\u0631\u0648\u0645\"}")
                .expect(201);
    }

    @Test
    void aNameInTheAddressHoldsNothingInvisible() {
        assertThat(local().delete(ALICE + "?by=sa%E2%80%8Bto").problem(400))
                .isEqualTo("by: must not contain invisible characters, such as marks of direction");
    }

    @Test
    void longTextsAreBounded() {
        local().post(ALICE, "{\"reason\":\"" + "理".repeat(500) + "\"}").expect(201);

        assertThat(local().post(ALICE, "{\"reason\":\"" + "理".repeat(501) + "\"}")
                        .problem(400))
                .isEqualTo("reason: has more than 500 characters");
        assertThat(local().post(ALICE, "{\"by\":\"" + "b".repeat(101) + "\"}").problem(400))
                .isEqualTo("by: has more than 100 characters");
        assertThat(local().delete(ALICE + "?by=" + "b".repeat(101)).problem(400))
                .isEqualTo("by: has more than 100 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"reason\":}", "{} {}", "nonsense", "[]", "7", "\"x\"", "{\"by\":\"a\",\"by\":\"b\"}", " "
            })
    void aBodyThatIsNoJsonObjectIsABadRequest(String body) {
        assertThat(local().post(ALICE, body).problem(400)).startsWith("body:");
    }

    @Test
    void deepNestingIsABadRequest() {
        assertThat(local().post(ALICE, "{\"reason\":" + "[".repeat(20_000)).problem(400))
                .startsWith("body:");
    }

    @Test
    void aBodyOfAMegabyteIsTooLarge() {
        assertThat(local().post(ALICE, "{\"reason\":\"" + "x".repeat(1_000_000) + "\"}")
                        .problem(413))
                .isEqualTo("body: larger than 65536 bytes");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        ApiTestClient form = local().with("Content-Type", "application/x-www-form-urlencoded");

        assertThat(form.post(ALICE, "reason=fair").problem(415)).contains("application/json");
        String hold = "/v1/accounts/alice@isp.example/hold";
        assertThat(form.put(hold, "{\"reason\":\"phishing report\"}").problem(415))
                .contains("application/json");
        assertThat(local().get(hold).expect(200).json().path("held").asBoolean())
                .isFalse();
    }

    @Test
    void anAccountOfTenThousandCharactersIsNamedAsTheFault() {
        ApiTestReply reply = local().post("/v1/accounts/" + "a".repeat(10_000) + "/grants", "{}");

        assertThat(reply.problem(400)).isEqualTo("account: account has 10000 characters, at most 320 are allowed");
        assertThat(reply.text("field")).isEqualTo("account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "a%20b", "a%09b", "%E3%80%80"})
    void anAccountThatCannotBeIsNamedAsTheFault(String account) {
        assertThat(local().get("/v1/accounts/" + account + "/grants").problem(400))
                .startsWith("account:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%00b", "a%0Ab", "a%2Fb", "a;b", "..%2F..", "%25", "%ff%fe"})
    void aPathThatNobodyShouldSendIsAProblemAndNeverAFault(String account) {
        int status = local().get("/v1/accounts/" + account + "/grants").status();

        assertThat(status).isBetween(200, 499);
    }

    @Test
    void anIdempotencyKeyIsBounded() {
        local().with("Idempotency-Key", "k".repeat(200)).post(ALICE, "{}").expect(201);

        assertThat(local().with("Idempotency-Key", "k".repeat(201))
                        .post(ALICE, "{}")
                        .problem(400))
                .startsWith("Idempotency-Key:");
        assertThat(local().with("Idempotency-Key", "").post(ALICE, "{}").problem(400))
                .startsWith("Idempotency-Key:");
    }

    @Test
    void anUnknownGrantIsRefusedAndALongIdIsABadRequest() {
        assertThat(local().delete(ALICE + "/K7QX-3M2P").problem(409)).contains("the account has no grant K7QX-3M2P");
        assertThat(local().delete(ALICE + "/" + "x".repeat(41)).problem(400)).startsWith("id:");
    }

    @Test
    void anUnknownPathOrMethodIsAProblem() {
        local().get("/v1/nothing").problem(404);
        local().get("/nothing").problem(404);
        local().send("PATCH", ALICE, "{}").problem(405);
    }
}
