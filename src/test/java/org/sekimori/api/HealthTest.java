package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.OriginResolver;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class HealthTest extends ApiTest {

    @Autowired
    OriginResolver origins;

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

    @Test
    void aLoadBalancerMayProbeWithHead() {
        nobody().send("HEAD", "/actuator/health/readiness", null).expect(200);
    }

    @Test
    void aBeltThatCatchesUpIsAliveButNotReady() {
        log.ready = false;

        nobody().get("/actuator/health/readiness").expect(503);
        nobody().get("/actuator/health/liveness").expect(200);
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
        Reply reply = nobody().get("/actuator/health").expect(200);

        assertThat(reply.json().has("components")).isFalse();
        assertThat(reply.json().has("details")).isFalse();
    }
}
