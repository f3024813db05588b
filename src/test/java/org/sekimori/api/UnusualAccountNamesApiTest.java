package org.sekimori.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever name the doors accept, the desk can name over HTTP; and no name reaches another account. */
class UnusualAccountNamesApiTest extends ApiTestBase {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<String> names() {
        return Stream.of(
                        "a/b",
                        "/a",
                        "a//b",
                        "a/../b",
                        "../../v1/holds",
                        "..",
                        ".",
                        "a;b",
                        "a;jsessionid=1",
                        "a%b",
                        "a%2fb",
                        "%2e%2e",
                        "a\\b",
                        "a?b",
                        "a#b",
                        "a&account=b",
                        "a=b",
                        "{account}",
                        "*",
                        "a:b",
                        "'a'",
                        "\"a\"",
                        "<a>",
                        "release",
                        "export",
                        "grants",
                        "hold",
                        "extension",
                        "-a",
                        "日本語",
                        "ä")
                .map(local -> local + "@isp.example");
    }

    static Stream<String> all() {
        return Stream.concat(
                names(),
                Stream.of(
                        "/",
                        "..",
                        "%",
                        "a/" + "b".repeat(306),
                        "/".repeat(308) + "@isp.example",
                        "語".repeat(308) + "@isp.example",
                        "a@b/c",
                        "a@../b"));
    }

    private static String of(String account, String what) {
        return "/v1/account" + what + "?account=" + URLEncoder.encode(account, UTF_8);
    }

    private String verdict(String account) {
        return local().post("/v1/decisions", JSON.writeValueAsString(java.util.Map.of("account", account)))
                .expect(200)
                .text("verdict");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyAccountThatADoorAcceptsCanBeHeldAndReleased(String account) {
        String name = local().put(of(account, "/hold"), "{\"reason\":\"stolen\",\"by\":\"sato\"}")
                .expect(200)
                .text("account");

        assertThat(verdict(account)).isEqualTo("reject");
        assertThat(local().get(of(account, "/hold"))
                        .expect(200)
                        .json()
                        .path("held")
                        .asBoolean())
                .isTrue();
        assertThat(local().get("/v1/holds").json().path("holds").findValuesAsString("account"))
                .containsExactly(name);
        local().delete(of(account, "/hold") + "&by=sato&reason=clean").expect(200);
        assertThat(log.allHolds()).isEmpty();
        assertThat(verdict(account)).isEqualTo("accept");
    }

    @ParameterizedTest
    @MethodSource("names")
    void grantsAndCasesOfEveryAccountAreReached(String account) {
        String id = local().post(of(account, "/grants"), "{}")
                .expect(201)
                .grant()
                .path("id")
                .asString();
        local().post(of(account, "/grants/extension"), "{}").expect(200);
        local().post(of(account, "/grants/" + id + "/extension"), "{}").expect(200);
        assertThat(local().get(of(account, "/grants")).expect(200).text("account"))
                .isEqualTo(account);
        local().delete(of(account, "/grants/" + id)).expect(200);
        local().post(of(account, "/grants"), "{}").expect(201);
        local().delete(of(account, "/grants")).expect(200);

        String body = JSON.writeValueAsString(java.util.Map.of("account", account, "reason", "complaint"));
        String code = local().post("/v1/cases", body).expect(201).text("id");
        assertThat(local().get(of(account, "/cases")).json().path("cases").findValuesAsString("id"))
                .containsExactly(code);
        local().get("/v1/cases/" + code + "?account=" + URLEncoder.encode(account, UTF_8))
                .expect(200);
        local().get("/v1/cases?account=" + URLEncoder.encode(account, UTF_8)).expect(200);
        String report = JSON.writeValueAsString(java.util.Map.of("account", account, "reference", "K7QX-3M2P"));
        assertThat(local().post("/v1/misjudgements", report).problem(409)).contains(" of " + account + ", ");
        assertThat(log.audited())
                .allSatisfy(line -> assertThat(line.account().name()).isEqualTo(account));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%3Fb", "a%23b", "a%3fb@isp.example"})
    void aNameThatAProxyMayRewriteIsNotTakenFromAPath(String segment) {
        ApiTestReply reply = local().put("/v1/accounts/" + segment + "/hold", "{}");

        assertThat(reply.problem(400))
                .startsWith("account: cannot be named in a path")
                .contains("/v1/account/ with ?account=");
        assertThat(log.allHolds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%5Cb", "a;b", "a%3Bb", "a%25b", "..", "%2E%2E", "a%2F..%2Fb", "a//b", "a/../b"})
    void theWallAroundPathsStandsAsBefore(String segment) {
        assertThat(local().put("/v1/accounts/" + segment + "/hold", "{}").status())
                .isBetween(400, 499);
        assertThat(log.allHolds()).isEmpty();
    }

    @Test
    void anAccountIsNamedOnceAndInOnePlace() {
        assertThat(local().get("/v1/account/hold").problem(400)).startsWith("account: is missing");
        assertThat(local().get("/v1/account/hold?account=").problem(400)).startsWith("account:");
        assertThat(local().get("/v1/account/hold?account=a&account=b").problem(400))
                .startsWith("account: is given 2 times");
        assertThat(local().get("/v1/accounts/a/hold?account=b").problem(400))
                .startsWith("account: is named in the path and in the query");
        ApiTestClient sendsForms = local().with("Content-Type", "application/x-www-form-urlencoded");
        String form = "account=a%2Fb@isp.example";
        assertThat(sendsForms.put("/v1/account/hold", form).problem(400)).startsWith("account: is missing");
        assertThat(sendsForms.put("/v1/account/hold?account=a", form).problem(415))
                .contains("application/json");
        assertThat(local().get("/v1/account/hold?account=bob+x@isp.example").problem(400))
                .as("a plus sign that was not encoded is a blank, and names nobody else")
                .startsWith("account:");
    }

    /** Decodes the path and takes dots and doubled slashes out, as some proxies do before they pass a request on. */
    private HttpServer normalisingProxy() throws IOException {
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            URI asked = exchange.getRequestURI();
            String path = URI.create(
                            URLDecoder.decode(asked.getRawPath(), UTF_8).replace(" ", "%20"))
                    .normalize()
                    .getRawPath()
                    .replaceAll("//+", "/");
            String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            ApiTestReply reply = local().send(exchange.getRequestMethod(), path + query, body.isEmpty() ? null : body);
            byte[] answer = reply.http().body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        proxy.start();
        return proxy;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/../bob@isp.example", "a//bob@isp.example", "%2e%2e/bob@isp.example", "./bob@isp.example"})
    void noProxyTurnsOneAccountIntoAnother(String account) throws IOException {
        local().put("/v1/account/hold?account=bob@isp.example", "{\"reason\":\"stolen\"}")
                .expect(200);
        HttpServer proxy = normalisingProxy();
        try {
            ApiTestClient behind =
                    new ApiTestClient("http://127.0.0.1:" + proxy.getAddress().getPort(), null, java.util.List.of());
            behind.put(of(account, "/hold"), "{\"reason\":\"stolen\"}").expect(200);
            assertThat(log.allHolds().keySet()).containsExactlyInAnyOrder("bob@isp.example", account);
            behind.delete(of(account, "/hold") + "&by=sato&reason=clean").expect(200);
        } finally {
            proxy.stop(0);
        }

        assertThat(log.allHolds().keySet()).as("bob stays on hold").containsExactly("bob@isp.example");
    }
}
