package org.sekimori.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The scripts of the image and of the set-up, run as they are, against a server that plays Elasticsearch or the service. */
@SuppressWarnings("NullAway.Init")
class ImageScriptsTest {

    private static final Path SCRIPTS = Path.of("src", "main", "docker");
    private static final String PASSWORD = "0123456789abcdef";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private HttpServer server;
    private int made;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String what =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(what + " " + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            byte[] answer = what.equals("POST /_security/api_key")
                    ? ("{\"id\":\"id" + ++made + "\",\"name\":\"n\",\"api_key\":\"s\",\"encoded\":\"" + encoded(made)
                                    + "\"}")
                            .getBytes(StandardCharsets.UTF_8)
                    : "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses.getOrDefault(what, 200), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String encoded(int number) {
        return Base64.getEncoder().encodeToString(("id" + number + ":secret").getBytes(StandardCharsets.UTF_8));
    }

    /** How a script ended. */
    private record Ended(int code, String said) {}

    private Ended run(String script, Map<String, String> variables, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().addAll(List.of("bash", SCRIPTS.resolve(script).toString()));
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private Ended setUp(String what, String password) throws Exception {
        assumeTrue(new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0, "needs curl");
        Path ca = folder.resolve("ca.crt");
        Files.writeString(ca, "");
        return run(
                "elasticsearch.sh",
                Map.of(
                        "ELASTICSEARCH_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "ELASTICSEARCH_CA",
                        ca.toString(),
                        "KEY_FOLDER",
                        folder.toString(),
                        "KEY_OWNER",
                        Files.getAttribute(folder, "unix:uid").toString(),
                        "ELASTIC_PASSWORD",
                        password,
                        "KIBANA_PASSWORD",
                        "kibana-password-1"),
                what);
    }

    private String key() throws IOException {
        return Files.readString(folder.resolve("api-key")).strip();
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(("elastic:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstStartSetsKibanasPasswordAndMakesAKeyWithTheLeastPrivileges() throws Exception {
        Ended ended = setUp("archive", PASSWORD);
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(asked).hasSize(3).allMatch(request -> request.contains(basic()));
        assertThat(asked.get(0))
                .startsWith("POST /_security/user/kibana_system/_password ")
                .endsWith("{\"password\":\"kibana-password-1\"}");
        assertThat(asked.get(1)).startsWith("DELETE /_security/api_key ");
        String body = asked.get(2).substring(asked.get(2).indexOf('{'));
        var json = JsonMapper.shared().readTree(body);
        assertThat(json.path("name").asString()).isEqualTo("sekimori-archive");
        assertThat(json.at("/role_descriptors/archive/cluster").toString())
                .isEqualTo("[\"monitor\",\"manage_index_templates\",\"manage_ilm\"]");
        assertThat(json.at("/role_descriptors/archive/indices").toString())
                .isEqualTo("[{\"names\":[\"sekimori-*\"],\"privileges\":[\"create_index\",\"create_doc\",\"index\","
                        + "\"read\",\"view_index_metadata\",\"manage\"]}]");
        assertThat(key()).isEqualTo(encoded(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("api-key"))))
                .isEqualTo("r--------");
        assertThat(ended.said()).doesNotContain(encoded(1)).doesNotContain(PASSWORD);
    }

    @Test
    void startedAgainTheKeyStaysAndGetsThePrivilegesOfThisVersion() throws Exception {
        setUp("archive", PASSWORD);
        asked.clear();
        Ended again = setUp("archive", PASSWORD);
        assertThat(again.code()).as(again.said()).isZero();
        assertThat(key()).isEqualTo(encoded(1));
        assertThat(asked).hasSize(3);
        assertThat(asked.get(1)).startsWith("GET /_security/_authenticate ApiKey " + encoded(1));
        assertThat(asked.get(2)).startsWith("PUT /_security/api_key/id1 ").contains("manage_ilm");
    }

    @Test
    void aKeyThatIsNotValidAnyMoreIsReplaced() throws Exception {
        setUp("archive", PASSWORD);
        statuses.put("GET /_security/_authenticate", 401);
        statuses.put("DELETE /_security/api_key", 404);
        Ended again = setUp("archive", PASSWORD);
        assertThat(again.code()).as(again.said()).isZero();
        assertThat(key()).isEqualTo(encoded(2));
    }

    @Test
    void aFailureEndsWithASentenceAndLeavesTheKey() throws Exception {
        setUp("archive", PASSWORD);
        statuses.put("GET /_security/_authenticate", 403);
        Ended denied = setUp("archive", PASSWORD);
        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.said()).contains("The archive's key cannot be tried: Elasticsearch answered 403");
        statuses.put("POST /_security/user/kibana_system/_password", 401);
        Ended changed = setUp("archive", PASSWORD);
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.said()).contains("ELASTIC_PASSWORD", "the first start that counts");
        assertThat(key()).isEqualTo(encoded(1));
    }

    @Test
    void aPasswordThatWouldMeanSomethingElseInJsonIsNotTaken() throws Exception {
        Ended ended = setUp("archive", "a\"b\"c\"d\"e\"f\"g");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said()).contains("ELASTIC_PASSWORD must be 12 or more of");
        assertThat(asked).isEmpty();
    }

    @Test
    void theKeyForTheDashboardsIsGoodForAnHourInOneSpace() throws Exception {
        Ended ended = setUp("dashboards", PASSWORD);
        assertThat(ended.code()).as(ended.said()).isZero();
        var json =
                JsonMapper.shared().readTree(asked.get(0).substring(asked.get(0).indexOf('{')));
        assertThat(json.path("expiration").asString()).isEqualTo("1h");
        assertThat(json.at("/role_descriptors/dashboards/applications").toString())
                .isEqualTo("[{\"application\":\"kibana-.kibana\",\"privileges\":[\"space_all\"],"
                        + "\"resources\":[\"space:default\"]}]");
        assertThat(key()).isEqualTo(encoded(1));
    }

    @Test
    void readyIsWhatTheServiceSaysOfItself() throws Exception {
        int port = server.getAddress().getPort();
        assertThat(run("ready", Map.of("SERVER_PORT", Integer.toString(port - 1)))
                        .code())
                .as("health is at the port after that of the API")
                .isZero();
        Map<String, String> variables = Map.of("SEKIMORI_HTTP_MANAGEMENT_PORT", Integer.toString(port));
        assertThat(run("ready", variables).code()).isZero();
        assertThat(asked.get(0)).startsWith("GET /actuator/health/readiness ");
        statuses.put("GET /actuator/health/readiness", 503);
        assertThat(run("ready", variables).code()).isNotZero();
        server.stop(0);
        assertThat(run("ready", variables).code()).isNotZero();
    }

    @Test
    void everyScriptCanBeRead() throws Exception {
        try (var scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.toList()) {
                Process process = new ProcessBuilder("bash", "-n", script.toString())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(said).isZero();
            }
        }
    }
}
