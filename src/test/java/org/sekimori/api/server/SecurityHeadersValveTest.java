package org.sekimori.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.api.ApiTestBase;
import org.sekimori.api.ApiTestClient;
import org.sekimori.api.ApiTestReply;

class SecurityHeadersValveTest extends ApiTestBase {

    private static final String STRICT =
            "default-src 'none'; form-action 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    @ParameterizedTest
    @CsvSource({
        "GET,   /v1/grants,             200",
        "GET,   /v1/cases/export,       200",
        "GET,   /v1/openapi.yaml,       200",
        "GET,   /actuator/prometheus,   200",
        "HEAD,  /actuator/health,       200",
        "GET,   /v1/cases?limit=many,   400",
        "GET,   /a//b,                  400",
        "GET,   /a;b,                   400",
        "GET,   /v1/nothing,            404",
        "PATCH, /v1/account/grants,     405",
        "TRACE, /v1/grants,             405",
        "TRACK, /docs,                  400",
        "OPTIONS, /v1/grants,           200"
    })
    void everyAnswerTellsBrowsersToDoNothingWithIt(String method, String path, int status) {
        ApiTestReply reply = local().send(method, path, null).expect(status);

        assertSafe(reply);
        assertThat(values(reply, "Content-Security-Policy")).containsExactly(STRICT);
    }

    @Test
    void aRefusalOfAKeyHasTheSameHeaders() {
        assertSafe(nobody().get("/v1/grants").expect(401));
        ApiTestReply guess = nobody().withKey("guess").get("/v1/grants");
        assertThat(guess.status()).as("wrong, or wrong too often").isIn(401, 429);
        assertSafe(guess);
    }

    @Test
    void aPageHasOnePolicyThatAllowsWhatItNeeds() {
        ApiTestReply docs = nobody().get("/docs").expect(200);
        assertSafe(docs);
        assertThat(values(docs, "Content-Security-Policy")).singleElement().satisfies(policy -> assertThat(policy)
                .contains(
                        "style-src 'self' 'sha256-",
                        "script-src 'self'",
                        "form-action 'none'",
                        "object-src 'none'",
                        "base-uri 'none'"));

        ApiTestReply asked = nobody().get("/asked/nonsense").expect(400);
        assertSafe(asked);
        assertThat(values(asked, "Content-Security-Policy")).singleElement().satisfies(policy -> assertThat(policy)
                .contains("form-action 'self'", "object-src 'none'", "base-uri 'none'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /<script> HTTP/1.1\r\nHost: x\r\n",
                "GET /docs HTTP/1.1\r\n",
                "GET /docs HTTP/1.1\r\nHost: a b\r\n",
                "NONSENSE\r\n",
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n"
            })
    void whatIsNotHttpIsRefusedWithThemAndWithoutAVersion(String request) throws IOException {
        String answer = raw(request);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("X-Content-Type-Options: nosniff", "Content-Security-Policy: " + STRICT)
                .contains("Cache-Control: no-store")
                .doesNotContain("Server:", "Tomcat", "<script>", "\tat ");
    }

    @Test
    void noOriginIsLetInByABrowser() {
        ApiTestClient foreign = local().with("Origin", "https://evil.example");
        for (ApiTestReply reply : List.of(
                foreign.get("/v1/grants"),
                foreign.with("Access-Control-Request-Method", "POST").send("OPTIONS", "/v1/account/grants", null),
                nobody().with("Origin", "https://evil.example").get("/docs"))) {
            assertThat(reply.http().headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
        }
    }

    @Test
    void theMethodIsTheOneOfTheRequestLine() {
        local().post(ALICE, "{}").expect(201);

        local().with("X-HTTP-Method-Override", "DELETE").get(ALICE).expect(200);
        local().get(ALICE + "?_method=DELETE").expect(200);

        assertThat(local().get(ALICE).grant().path("active").asBoolean()).isTrue();
    }

    private static void assertSafe(ApiTestReply reply) {
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(values(reply, "Cache-Control")).containsExactly("no-store");
        assertThat(reply.header("Server")).isNull();
        assertThat(reply.header("X-Powered-By")).isNull();
        assertThat(reply.header("Set-Cookie")).isNull();
    }

    private static List<String> values(ApiTestReply reply, String header) {
        return reply.http().headers().allValues(header);
    }

    private String raw(String head) throws IOException {
        String port = Objects.requireNonNull(environment.getProperty("local.server.port"));
        try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(port))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
