package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Account;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class AccountHomesApiTest extends ApiTestBase {

    private static final String BOB = "/v1/account/home?account=bob@isp.example";
    private static final String VIENNA =
            "{\"countries\":[\"DE\",\"AT\"],\"reason\":\"lives in Vienna\",\"by\":\"sato\"}";

    @Autowired
    MeterRegistry meters;

    @Test
    void aHomeIsSetShownListedAndTakenAway() {
        assertThat(local().get(BOB).expect(200).json().path("set").asBoolean()).isFalse();
        ApiTestReply set = local().put(BOB, VIENNA).expect(200);
        assertThat(set.json().path("countries").toString()).isEqualTo("[\"AT\",\"DE\"]");

        JsonNode shown = local().get(BOB).expect(200).json();
        assertThat(shown.path("set").asBoolean()).isTrue();
        assertThat(shown.path("by").asString()).isEqualTo("sato via local");
        assertThat(shown.path("since").asString()).isEqualTo(clock.instant().toString());
        assertThat(shown.path("review").asString()).isEqualTo("2027-11-25");
        assertThat(shown.path("due").asBoolean(true)).isFalse();
        assertThat(shown.path("reason").asString()).isEqualTo("lives in Vienna");
        assertThat(local().get("/v1/homes").json().path("homes").get(0)).isEqualTo(shown);

        ApiTestReply cleared =
                local().delete(BOB + "&by=sato&reason=moved%20back").expect(200);
        assertThat(cleared.json().path("set").asBoolean(true)).isFalse();
        assertThat(local().get("/v1/homes").json().path("homes")).isEmpty();
        assertThat(log.audited()).extracting(line -> line.what()).containsExactly("home_set", "home_clear");
        assertThat(local().delete(BOB + "&by=sato&reason=moved%20back").problem(409))
                .isEqualTo("the account has no home of its own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"countries":["DE"],"by":"sato"}                                        | reason
            {"countries":["DE"],"reason":" ","by":"sato"}                           | reason
            {"countries":["DE"],"reason":"x"}                                       | by
            {"countries":["DE"],"reason":"x","by":"local"}                          | by
            {"countries":["DE"],"reason":"x","by":"LOCAL"}                          | by
            {"countries":"DE","reason":"x","by":"sato"}                             | countries
            {"networks":[],"reason":"x","by":"sato"}                                | networks
            {"networks":["1.2.3"],"reason":"x","by":"sato"}                         | networks
            {"networks":["192.0.2.1/24"],"reason":"x","by":"sato"}                  | networks
            {"countries":["DE"],"review":"soon","reason":"x","by":"sato"}           | review
            {"countries":["DE"],"review":"2027-02-30","reason":"x","by":"sato"}     | review
            {"country":["DE"],"reason":"x","by":"sato"}                             | country
            """)
    void aWrongFieldIsNamedAndNothingIsSet(String body, String field) {
        assertThat(local().put(BOB, body).problem(400)).startsWith(field + ":");
        assertThat(log.allHomes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"reason":"x","by":"sato"}                                              | not at home everywhere
            {"countries":[],"reason":"x","by":"sato"}                               | not at home everywhere
            {"countries":["XX"],"reason":"x","by":"sato"}                           | 'XX' is not an ISO 3166 country code
            {"networks":["0.0.0.0/0"],"reason":"x","by":"sato"}                     | at least /16
            {"countries":["DE"],"review":"2026-11-25","reason":"x","by":"sato"}     | is not after today
            """)
    void aHomeThatIsNoneIsRefused(String body, String problem) {
        assertThat(local().put(BOB, body).problem(409)).contains(problem);
        assertThat(log.allHomes()).isEmpty();
    }

    @Test
    void whoeverTakesAHomeAwayIsNamedToo() {
        local().put(BOB, VIENNA).expect(200);

        assertThat(local().delete(BOB + "&reason=x").problem(400)).startsWith("by:");
        assertThat(local().delete(BOB + "&by=local&reason=x").problem(400)).startsWith("by:");
        assertThat(local().delete(BOB + "&by=sato").problem(400)).startsWith("reason:");
        assertThat(log.home(Account.of("bob@isp.example"))).isPresent();
    }

    @Test
    void whatIsToBeLookedAtAgainComesFirstAndIsCountedAndStaysInForce() {
        local().put(BOB, VIENNA.replace("\"by\"", "\"review\":\"2027-03-01\",\"by\""))
                .expect(200);
        String alice = BOB.replace("bob", "alice");
        local().put(alice, VIENNA).expect(200);
        local().put(BOB.replace("bob", "carol"), VIENNA.replace("\"by\"", "\"review\":\"2027-02-01\",\"by\""))
                .expect(200);
        assertThat(meters.get("sekimori.homes").gauge().value()).isEqualTo(3);
        assertThat(meters.get("sekimori.homes.due").gauge().value()).isZero();
        clock.advance(Duration.ofDays(100));

        assertThat(local().get("/v1/homes").json().path("homes").findValuesAsString("account"))
                .containsExactly("carol@isp.example", "bob@isp.example", "alice@isp.example");
        assertThat(local().get("/v1/homes?due=true").json().path("homes").findValuesAsString("account"))
                .containsExactly("carol@isp.example", "bob@isp.example");
        assertThat(local().get(BOB).json().path("due").asBoolean()).isTrue();
        assertThat(meters.get("sekimori.homes.due").gauge().value()).isEqualTo(2);
        JsonNode health = local().get("/actuator/health").json().at("/components/homes");
        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(health.at("/details/review_due").asInt()).isEqualTo(2);
        assertThat(health.at("/details/set").asInt()).isEqualTo(3);
    }

    @Test
    void theSameKeyTwiceIsTheSameCommand() {
        ApiTestClient repeating = local().with("Idempotency-Key", "k1");
        repeating.put(BOB, VIENNA).expect(200);
        local().delete(BOB + "&by=sato&reason=moved").expect(200);

        repeating.put(BOB, VIENNA).expect(200);
        assertThat(log.allHomes()).isEmpty();
    }
}
