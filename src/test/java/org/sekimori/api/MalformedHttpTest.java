package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no HTTP, or no body that is due, is refused with a short problem that says nothing of the server's making. */
class MalformedHttpTest extends ApiTestBase {

    static Stream<String> noRequests() {
        String host = "Host: sekimori\r\n";
        return Stream.of(
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\n" + host + "\r\n",
                "GET /%zz HTTP/1.1\r\n" + host + "\r\n",
                "GET /%00 HTTP/1.1\r\n" + host + "\r\n",
                "GET /a\u0000b HTTP/1.1\r\n" + host + "\r\n",
                "GET /\\ HTTP/1.1\r\n" + host + "\r\n",
                "GET /{} HTTP/1.1\r\n" + host + "\r\n",
                "GET /%2e%2e/x HTTP/1.1\r\n" + host + "\r\n",
                "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\n" + host + "\r\n",
                "GET /docs HTTP/1.1\r\n" + host + "X-Long: " + "a".repeat(40_000) + "\r\n\r\n",
                "GET /docs HTTP/1.1\r\n" + host + "X-Many: a\r\n".repeat(500) + "\r\n",
                "GET /docs HTTP/1.1\r\n\r\n",
                "GET /docs HTTP/1.1\r\n" + host + host + "\r\n",
                "GET /docs HTTP/1.1\r\n" + host + "No Colon\r\n\r\n",
                "GET /docs HTTP/1.1\r\n" + host + "X: a\u0000b\r\n\r\n",
                "GET /docs HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
                "POST /docs HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "POST /docs HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, nonsense\r\n\r\n",
                "TRACE /docs HTTP/1.1\r\n" + host + "\r\n",
                "CONNECT sekimori:80 HTTP/1.1\r\n" + host + "\r\n",
                "F\u0001O /docs HTTP/1.1\r\n" + host + "\r\n",
                "NEWMETHOD /docs HTTP/1.1\r\n" + host + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("noRequests")
    void whatIsNoRequestGetsAShortProblem(String request) {
        try (RawSocketClient client = RawSocketClient.connect(port())) {
            client.write(request);
            String answer = client.rest();

            assertThat(answer).matches("(?s)HTTP/1\\.1 (4\\d\\d|501|505) .*");
            assertThat(answer).contains("application/problem+json", "\"status\":");
            assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContainIgnoringCase("<html");
            assertThat(answer.length()).isLessThan(1_500);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/decisions",
                "/v1/events",
                "/v1/accounts/alice@isp.example/grants",
                "/v1/rulebook/rollback",
                "/v1/misjudgements",
                "/v1/holds/release"
            })
    void aMultipartBodyIsOfAnotherType(String path) {
        ApiTestClient client = local().with("Content-Type", "multipart/form-data; boundary=x");
        ApiTestReply reply =
                client.post(path, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n");

        assertThat(reply.problem(415)).contains("must be sent as");
    }

    @Test
    void aBrowserThatReadsManyLanguagesIsAnsweredAsAnyOther() {
        String languages = IntStream.range(0, 200)
                .mapToObj(i -> "" + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26))
                .collect(Collectors.joining(","));
        ApiTestClient reader = nobody().with("Accept-Language", languages);

        assertThat(reader.get("/docs").status()).isEqualTo(200);
        assertThat(reader.get("/asked/forged").status()).isEqualTo(400);
    }

    @Test
    void aMultipartBodyWithoutABoundaryIsOfAnotherTypeToo() {
        ApiTestClient client = local().with("Content-Type", "multipart/form-data");
        assertThat(client.post("/v1/decisions", "x").problem(415)).contains("must be sent as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd", "deflate, gzip"})
    void aCompressedBodyIsRefusedUnread(String coding) {
        for (String path : new String[] {"/v1/decisions", "/v1/events"}) {
            ApiTestReply reply = local().with("Content-Encoding", coding)
                    .with("Content-Type", "application/x-ndjson")
                    .post(path, "\u001f\u008b bomb");

            assertThat(reply.problem(415)).contains("without 'Content-Encoding'");
            assertThat(reply.header("Accept-Encoding")).isEqualTo("identity");
        }
    }
}
