package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.geo.GatewayEventFixture;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.stream.lists.ListLog;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class HealthApiTest extends ApiTestBase {

    @Autowired
    OriginResolver origins;

    @Autowired
    GatewayDetector gateways;

    @Autowired
    ClockSkewMonitor clocks;

    @Autowired
    InMemoryListLog lists;

    private JsonNode geo(int age) {
        LocalDate built = Objects.requireNonNull(origins.status().country().built());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        clock.advance(Duration.ofDays(built.plusDays(age).toEpochDay() - today.toEpochDay()));
        return local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("geo");
    }

    @Test
    void aFreshDatabaseIsUpAndDescribed() {
        JsonNode geo = geo(3);

        assertThat(geo.path("status").asString()).isEqualTo("UP");
        assertThat(geo.path("details").path("country_age_days").asInt()).isEqualTo(3);
        assertThat(geo.path("details").path("country_type").asString()).isNotBlank();
        assertThat(geo.path("details").path("country_starter").asBoolean()).isTrue();
    }

    @Test
    void anAgingDatabaseIsAWarningInTheDetails() {
        JsonNode geo = geo(20);

        assertThat(geo.path("status").asString()).isEqualTo("UP");
        assertThat(geo.path("details").path("country_freshness").asString()).isEqualTo("WARNING");
    }

    @Test
    void aStaleDatabaseIsDegradedButStillAnswers200() {
        assertThat(geo(31).path("status").asString()).isEqualTo("DEGRADED");
        assertThat(nobody().get("/actuator/health").expect(200).text("status")).isEqualTo("DEGRADED");
        nobody().get("/actuator/health/readiness").expect(200);
    }

    @ParameterizedTest
    @CsvSource({"13, FRESH, UP", "14, WARNING, UP", "29, WARNING, UP", "30, DEGRADED, DEGRADED"})
    void ageWarnsAtFourteenDaysAndDegradesAtThirty(int age, String freshness, String status) {
        JsonNode geo = geo(age);

        assertThat(geo.path("details").path("country_freshness").asString()).isEqualTo(freshness);
        assertThat(geo.path("status").asString()).isEqualTo(status);
    }

    @Test
    void accountsThatShareAnInternalAddressDegradeHealthUntilTheyAreSeenAtTheirOwn() {
        for (int i = 0; i < 20; i++) {
            gateways.record(GatewayEventFixture.submission(i, "172.18.0.1"));
        }
        JsonNode clients = clients();
        assertThat(clients.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(clients.path("details").path("busiest_internal_address").asString())
                .isEqualTo("172.18.0.1");
        assertThat(clients.path("details").path("sharing_internal_addresses").asInt())
                .isEqualTo(20);
        assertThat(clients.path("details").path("problem").asString()).contains("docs/postfix.md");
        nobody().get("/actuator/health").expect(200);

        for (int i = 0; i < 20; i++) {
            gateways.record(GatewayEventFixture.submission(i, "172.18.1." + i));
        }
        assertThat(clients().path("status").asString()).isEqualTo("UP");
        assertThat(clients().path("details").has("problem")).isFalse();
    }

    @Test
    void aServerWithAWrongClockDegradesHealthUntilItIsSet() {
        Instant start = clock.instant();
        for (int minute = 0; minute < 10; minute++) {
            Instant arrival = start.plus(Duration.ofMinutes(minute));
            clocks.record("mx2.isp.example", arrival.minus(Duration.ofHours(9)), arrival);
        }
        JsonNode servers = servers();
        assertThat(servers.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(servers.path("details").path("clocks").path(0).asString())
                .startsWith("'mx2.isp.example' is 9 h 0 min behind; that is a whole number of half hours");

        Instant set = start.plus(Duration.ofMinutes(11));
        clocks.record("mx2.isp.example", set, set);
        assertThat(servers().path("status").asString()).isEqualTo("UP");
    }

    private JsonNode servers() {
        return local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("servers");
    }

    @Test
    void aDoorThatWasNeverAskedIsUnknownAndWeighsNothing() {
        JsonNode postfix = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("postfix");

        assertThat(postfix.path("status").asString()).isEqualTo("UNKNOWN");
        assertThat(postfix.path("details").path("asked").asString()).contains("docs/postfix.md");
        nobody().get("/actuator/health/readiness").expect(200);
    }

    @Test
    void aMilterWithoutAPortIsUnknownAndWeighsNothing() {
        JsonNode milter = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("milter");

        assertThat(milter.path("status").asString()).isEqualTo("UNKNOWN");
        assertThat(milter.path("details").path("port").asString()).contains("sekimori.milter.port");
    }

    @Test
    void submissionsWithoutAnAddressDegradeHealth() {
        for (int i = 0; i < 20; i++) {
            gateways.record(GatewayEventFixture.submissionFromNowhere(i));
        }

        assertThat(clients().path("status").asString()).isEqualTo("DEGRADED");
        assertThat(clients().path("details").path("without_client_address").asInt())
                .isEqualTo(20);
        assertThat(clients().path("details").path("problem").asString()).contains("client_address", "docs/postfix.md");
        for (int i = 0; i < 20; i++) {
            gateways.record(GatewayEventFixture.submission(i, "172.18.1." + i));
        }
        assertThat(clients().path("status").asString()).isEqualTo("UP");
    }

    private JsonNode clients() {
        return local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("clients");
    }

    @Test
    void wordsThatRefusedCustomersReadAndNobodyHasSetDegradeHealth() {
        JsonNode rulebook = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("rulebook");

        assertThat(rulebook.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(rulebook.path("details").path("unset_words").values().stream()
                        .map(JsonNode::asString))
                .containsExactly("defaults: contact, webmail, travel_page", "jp.example: webmail, travel_page");
        nobody().get("/actuator/health/readiness").expect(200);
    }

    @Test
    void aLoadBalancerMayProbeWithHead() {
        nobody().send("HEAD", "/actuator/health/readiness", null).expect(200);
    }

    @Test
    void aLogThatDoesNotAnswerIsSaidAndTakesNoDoorAway() {
        log.ready = false;

        nobody().get("/actuator/health/readiness").expect(200);
        nobody().get("/actuator/health/liveness").expect(200);
        JsonNode stream = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("stream");
        assertThat(stream.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(stream.path("details").path("problem").asString()).contains("does not answer");
    }

    @Test
    void aBeltThatGaveUpIsNotAlive() {
        log.ready = false;
        log.alive = false;

        nobody().get("/actuator/health/readiness").expect(503);
        nobody().get("/actuator/health/liveness").expect(503);
    }

    @Test
    void strangersSeeTheStatusOnly() {
        ApiTestReply reply = nobody().get("/actuator/health").expect(200);

        assertThat(reply.json().has("components")).isFalse();
        assertThat(reply.json().has("details")).isFalse();
    }

    @Test
    void listsThatCannotBeReadDegradeHealthWithTheReason() {
        JsonNode up = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("lists");
        assertThat(up.path("status").asString()).isEqualTo("UP");
        assertThat(up.path("details").path("values").asInt(-1)).isNotNegative();

        lists.following(new ListLog.Following(7, "the broker is away"));
        JsonNode degraded = local().get("/actuator/health")
                .expect(200)
                .json()
                .path("components")
                .path("lists");
        assertThat(degraded.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(degraded.path("details").path("records_behind").asInt()).isEqualTo(7);
        assertThat(degraded.path("details").path("problem").asString()).isEqualTo("the broker is away");
    }
}
