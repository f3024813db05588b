package org.sekimori.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.archive.kibana.FakeKibana;
import org.sekimori.archive.kibana.KibanaCredentials;
import org.sekimori.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code dashboards install} and {@code export} as people run them. */
@SuppressWarnings("NullAway.Init")
class DashboardsCommandTest {

    private static final String IMPORT = "/api/saved_objects/_import";

    @TempDir
    private Path folder;

    private final FakeKibana kibana = FakeKibana.ready();

    @AfterEach
    void stop() {
        kibana.close();
    }

    /** Files of saved objects. */
    private static long objects() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    /** The answer of a Kibana that has none of the objects, or all of them. */
    private static String answer(boolean present) {
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("success", !present);
        CommandRun.run("dashboards", "export")
                .out()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .forEach(object -> {
                    ObjectNode one = answer.withArray(present ? "errors" : "successResults")
                            .addObject()
                            .put("type", object.path("type").asString())
                            .put("id", object.path("id").asString());
                    if (present) {
                        one.putObject("error").put("type", "conflict");
                    }
                });
        return answer.toString();
    }

    @Test
    void installSaysWhatBecameOfEachObject() throws IOException {
        kibana.answer("POST", IMPORT, 200, answer(false));
        CommandRun install = CommandRun.run("dashboards", "install", "--kibana", kibana.url());
        assertThat(install.err()).isEmpty();
        assertThat(install.code()).isZero();
        assertThat(install.out())
                .contains("created      dashboard      Sekimori: overview")
                .contains("Kibana 9.5.3, space default: " + objects() + " created.")
                .contains("/app/dashboards#/view/sekimori-overview");
    }

    @Test
    void whatIsPresentIsNoFailure() throws IOException {
        kibana.answer("POST", IMPORT, 200, answer(true));
        CommandRun install = CommandRun.run("dashboards", "install", "--kibana", kibana.url());
        assertThat(install.code()).isZero();
        assertThat(install.out()).contains(objects() + " present.").contains("--overwrite puts it back");
    }

    @Test
    void whatKibanaRefusesIsAFailure() throws IOException {
        kibana.answer("POST", IMPORT, 200, "{\"success\":false,\"errors\":[]}");
        CommandRun install = CommandRun.run("dashboards", "install", "--kibana", kibana.url());
        assertThat(install.code()).isEqualTo(1);
        assertThat(install.out()).contains(objects() + " failed.").doesNotContain("/app/dashboards");
    }

    @Test
    void machinesGetJson() {
        kibana.answer("POST", IMPORT, 200, answer(false));
        JsonNode json = JsonMapper.shared()
                .readTree(CommandRun.run("dashboards", "install", "--kibana", kibana.url(), "--json")
                        .out());
        assertThat(json.path("created").asInt())
                .isEqualTo(json.path("objects").size())
                .isPositive();
        assertThat(json.path("objects").path(0).path("outcome").asString()).isEqualTo("created");
    }

    @Test
    void japaneseIsSentInJapanese() {
        kibana.answer("POST", IMPORT, 200, answer(false));
        assertThat(CommandRun.run("dashboards", "install", "--kibana", kibana.url(), "--language", "ja")
                        .out())
                .contains("Sekimori: 全体");
        assertThat(kibana.last().body()).contains("\"title\":\"Sekimori: 全体\"").doesNotContain("Sekimori: overview");
    }

    @Test
    void aProblemIsOneLineOnStandardError() {
        CommandRun install = CommandRun.run("dashboards", "install", "--kibana", kibana.url(), "--space", "none");
        assertThat(install.code()).isEqualTo(1);
        assertThat(install.err())
                .startsWith("sekimori: Kibana has no space 'none'")
                .hasLineCount(1);
        CommandRun export = CommandRun.run("dashboards", "export", "--dashboards", folder.toString());
        assertThat(export.err()).startsWith("sekimori: no saved objects in").hasLineCount(1);
    }

    @Test
    void anExportIsWhatTheImportPageTakes() throws IOException {
        Path file = folder.resolve("sekimori.ndjson");
        CommandRun export = CommandRun.run("dashboards", "export", "-o", file.toString());
        assertThat(export.out()).isEqualTo(objects() + " objects in " + file + System.lineSeparator());
        assertThat(Files.readString(file))
                .isEqualTo(CommandRun.run("dashboards", "export").out());
        assertThat(Files.readAllLines(file)).allSatisfy(line -> assertThat(
                        JsonMapper.shared().readTree(line).path("attributes").isObject())
                .isTrue());
    }

    private KibanaCredentials access(KibanaOptions options, Map<String, String> environment) throws Exception {
        return options.access(environment::get);
    }

    private Path secret(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content);
    }

    @Test
    void anApiKeyComesFromItsFile() throws Exception {
        kibana.answer("POST", IMPORT, 200, answer(false));
        CommandRun install = CommandRun.run(
                "dashboards",
                "install",
                "--kibana",
                kibana.url(),
                "--kibana-api-key-file",
                secret("a2V5\n").toString());
        assertThat(kibana.asked())
                .allMatch(asked -> asked.header("Authorization").equals("ApiKey a2V5"));
        assertThat(install.out()).doesNotContain("a2V5");
    }

    @Test
    void secretsMayStandInTheEnvironment() throws Exception {
        KibanaOptions options = new KibanaOptions();
        assertThat(access(options, Map.of()).toString()).contains("anonymous");
        assertThat(access(options, Map.of("SEKIMORI_KIBANA_API_KEY", "k")).toString())
                .doesNotContain("anonymous");
        options.user = "mori";
        assertThat(access(options, Map.of("SEKIMORI_KIBANA_PASSWORD", "p")).toString())
                .doesNotContain("anonymous");
    }

    @Test
    void secretsThatAreMissingOrDoubledAreNamed() throws Exception {
        KibanaOptions options = new KibanaOptions();
        options.passwordFile = secret("p");
        assertThatThrownBy(() -> access(options, Map.of())).hasMessageContaining("needs --kibana-user");
        options.user = "mori";
        options.apiKeyFile = options.passwordFile;
        assertThatThrownBy(() -> access(options, Map.of())).hasMessageContaining("not both");
        options.apiKeyFile = null;
        options.passwordFile = null;
        assertThatThrownBy(() -> access(options, Map.of())).hasMessageContaining("no password for mori");
        options.passwordFile = secret("one\ntwo");
        assertThatThrownBy(() -> access(options, Map.of())).hasMessageContaining("on one line");
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws Exception {
        KibanaOptions options = new KibanaOptions();
        options.ca = secret("");
        assertThatThrownBy(() -> access(options, Map.of())).hasMessageContaining("no certificate in");
    }
}
