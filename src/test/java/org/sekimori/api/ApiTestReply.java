package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer over HTTP.
 *
 * @param http with status and headers
 */
public record ApiTestReply(HttpResponse<String> http) {

    private static final JsonMapper JSON = new JsonMapper();

    public int status() {
        return http.statusCode();
    }

    public @Nullable String header(String name) {
        return http.headers().firstValue(name).orElse(null);
    }

    JsonNode json() {
        return JSON.readTree(http.body());
    }

    String text(String field) {
        return json().path(field).asString("");
    }

    /** The grants of one account, in the order of their opening. */
    List<JsonNode> grants() {
        return StreamSupport.stream(json().path("grants").spliterator(), false).toList();
    }

    public JsonNode grant() {
        assertThat(grants()).hasSize(1);
        return grants().get(0);
    }

    /** Holds it to be a problem (RFC 9457) of this status; returns its sentence. */
    String problem(int status) {
        assertThat(status()).as(http.body()).isEqualTo(status);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json().path("status").asInt()).isEqualTo(status);
        return text("detail");
    }

    public ApiTestReply expect(int status) {
        assertThat(status()).as(http.body()).isEqualTo(status);
        return this;
    }
}
