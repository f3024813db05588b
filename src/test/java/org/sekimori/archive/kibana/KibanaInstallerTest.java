package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sekimori.archive.kibana.KibanaImportReport.ObjectResult;
import org.sekimori.archive.kibana.KibanaImportReport.Outcome;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The import as Kibana's API documents it (https://www.elastic.co/docs/api/doc/kibana/operation/operation-post-saved-objects-import),
 * against a server that records.
 */
class KibanaInstallerTest {

    private static final String IMPORT = "/api/saved_objects/_import";
    private static final String BOTH_NEW = """
            {"success":true,"successCount":2,"successResults":[
              {"type":"index-pattern","id":"v","meta":{"title":"v-*"}},{"type":"lens","id":"l","meta":{"title":"L"}}]}
            """;

    private FakeKibana kibana = FakeKibana.ready();

    @AfterEach
    void stop() {
        kibana.close();
    }

    private static SavedObject object(String type, String id) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.put("type", type).put("id", id);
        return new SavedObject(type, id, "Title of " + id, json);
    }

    private static final List<SavedObject> OBJECTS = List.of(object("index-pattern", "v"), object("lens", "l"));

    private KibanaImportReport install(String base, String space, boolean overwrite, KibanaCredentials access)
            throws KibanaException {
        return new KibanaInstaller(KibanaAddress.of(kibana.url() + base, space), access, Duration.ZERO)
                .install(OBJECTS, overwrite);
    }

    private KibanaImportReport install() throws KibanaException {
        return install("", "default", false, KibanaCredentials.anonymous());
    }

    private static List<Outcome> outcomes(KibanaImportReport report) {
        return report.objects().stream().map(ObjectResult::outcome).toList();
    }

    @Test
    void objectsAreSentAsAFormWithTheHeaderThatKibanaAsksFor() throws Exception {
        kibana.answer("POST", IMPORT, 200, BOTH_NEW);
        KibanaImportReport report = install();
        FakeKibana.Asked asked = kibana.last();
        assertThat(asked.path()).isEqualTo(IMPORT + "?overwrite=false");
        assertThat(asked.header("Kbn-xsrf")).isNotEmpty();
        String type = asked.header("Content-type");
        assertThat(type).startsWith("multipart/form-data; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        assertThat(asked.body())
                .startsWith("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sekimori.ndjson\"")
                .contains("\r\n\r\n{\"type\":\"index-pattern\",\"id\":\"v\"}\n{\"type\":\"lens\",\"id\":\"l\"}\n\r\n")
                .endsWith("--" + boundary + "--\r\n");
        assertThat(report.version()).isEqualTo("9.5.3");
        assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.CREATED);
        assertThat(report.complete()).isTrue();
    }

    /** Kibana 9.4 knows the former name of the trigger too; an older one does not know the new. */
    @Test
    void anOlderKibanaGetsTheFormerNameOfTheTrigger() throws Exception {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.put("type", "dashboard")
                .put("id", "d")
                .putObject("attributes")
                .put("panelsJSON", "[{\"triggers\":[\"on_apply_filter\"]}]");
        List<SavedObject> objects = List.of(new SavedObject("dashboard", "d", "D", json));
        for (String version : List.of("9.3.2", "9.4.0", "10.0.0")) {
            kibana.close();
            kibana = new FakeKibana()
                    .answer("GET", "/api/status", 200, "{\"version\":{\"number\":\"" + version + "\"}}")
                    .answer(
                            "POST",
                            IMPORT,
                            200,
                            "{\"success\":true,\"successResults\":[{\"type\":\"dashboard\",\"id\":\"d\"}]}");
            new KibanaInstaller(KibanaAddress.of(kibana.url(), "default"), KibanaCredentials.anonymous(), Duration.ZERO)
                    .install(objects, false);
            assertThat(kibana.last().body())
                    .contains(version.equals("9.3.2") ? "FILTER_TRIGGER" : "on_apply_filter")
                    .doesNotContain(version.equals("9.3.2") ? "on_apply_filter" : "FILTER_TRIGGER");
        }
    }

    @Test
    void whatIsPresentIsLeftAloneAndCounted() throws Exception {
        kibana.answer("POST", IMPORT, 200, """
                {"success":false,"successCount":1,"successResults":[{"type":"lens","id":"l"}],
                 "errors":[{"type":"index-pattern","id":"v","error":{"type":"conflict"}}]}
                """);
        KibanaImportReport report = install();
        assertThat(outcomes(report)).containsExactly(Outcome.PRESENT, Outcome.CREATED);
        assertThat(report.complete()).isTrue();
    }

    @Test
    void theSecondRunFindsEverythingPresent() throws Exception {
        kibana.answer("POST", IMPORT, 200, BOTH_NEW).answer("POST", IMPORT, 200, """
                {"success":false,"successCount":0,"errors":[{"type":"index-pattern","id":"v","error":{"type":"conflict"}},
                 {"type":"lens","id":"l","error":{"type":"conflict"}}]}
                """);
        assertThat(install().count(Outcome.CREATED)).isEqualTo(2);
        KibanaImportReport second = install();
        assertThat(second.count(Outcome.PRESENT)).isEqualTo(2);
        assertThat(second.complete()).isTrue();
    }

    @Test
    void whatIsPresentIsPutBackIfAskedFor() throws Exception {
        kibana.answer("POST", IMPORT, 200, """
                {"success":true,"successCount":2,"successResults":[{"type":"index-pattern","id":"v","overwrite":true},
                 {"type":"lens","id":"l","destinationId":"other"}]}
                """);
        KibanaImportReport report = install("", "default", true, KibanaCredentials.anonymous());
        assertThat(kibana.last().path()).endsWith("?overwrite=true");
        assertThat(outcomes(report)).containsExactly(Outcome.OVERWRITTEN, Outcome.CREATED);
        assertThat(report.objects().get(1).detail()).isEqualTo("as other");
    }

    @Test
    void whatKibanaRefusesIsReportedWithItsReason() throws Exception {
        kibana.answer("POST", IMPORT, 200, """
                {"success":false,"successCount":0,"errors":[
                 {"type":"lens","id":"l","error":{"type":"missing_references","references":[{"type":"index-pattern","id":"gone"}]}}]}
                """);
        KibanaImportReport report = install();
        assertThat(outcomes(report)).containsExactly(Outcome.FAILED, Outcome.FAILED);
        assertThat(report.objects())
                .extracting(ObjectResult::detail)
                .containsExactly("not imported, because others failed", "refers to what is missing: gone");
        assertThat(report.complete()).isFalse();
    }

    @Test
    void anObjectThatMayBeSeveralIsAConflict() throws Exception {
        kibana.answer("POST", IMPORT, 200, """
                {"success":false,"errors":[
                 {"type":"index-pattern","id":"v","error":{"type":"ambiguous_conflict","destinations":[{"id":"a"},{"id":"b"}]}},
                 {"type":"lens","id":"l","error":{"type":"unknown","message":"too big","statusCode":400}}]}
                """);
        KibanaImportReport report = install();
        assertThat(outcomes(report)).containsExactly(Outcome.CONFLICT, Outcome.FAILED);
        assertThat(report.objects()).extracting(ObjectResult::detail).containsExactly("may be any of a, b", "too big");
    }

    @Test
    void aSpaceAndABasePathArePartOfTheAddress() throws Exception {
        kibana.answer("GET", "/base/api/status", 200, "{\"version\":{\"number\":\"9.5.3\"}}")
                .answer("GET", "/base/api/spaces/space/mail", 200, "{\"id\":\"mail\"}")
                .answer("POST", "/base/s/mail" + IMPORT, 200, BOTH_NEW);
        assertThat(install("/base/", "mail", false, KibanaCredentials.anonymous())
                        .complete())
                .isTrue();
    }

    @Test
    void aSpaceThatDoesNotExistIsAnErrorThatSaysWhatToDo() {
        kibana.answer("GET", "/api/spaces/space/none", 404, "{\"statusCode\":404,\"message\":\"Not Found\"}");
        assertThatThrownBy(() -> install("", "none", false, KibanaCredentials.anonymous()))
                .isInstanceOf(KibanaException.class)
                .hasMessage(
                        "Kibana has no space 'none'; create it first (Stack Management, Spaces), or leave out --space");
        assertThat(kibana.asked()).noneMatch(asked -> asked.method().equals("POST"));
    }

    @Test
    void aServerThatIsNotReadyIsAskedOnceMore() throws Exception {
        kibana.close();
        kibana = new FakeKibana()
                .answer("GET", "/api/status", 503, "Kibana server is not ready yet")
                .answer("GET", "/api/status", 200, "{\"version\":{\"number\":\"9.5.3\"}}")
                .answer("POST", IMPORT, 200, BOTH_NEW);
        assertThat(install().complete()).isTrue();
        assertThat(kibana.asked()).hasSize(3);
    }

    @Test
    void aServerThatStaysAwayIsAnErrorThatSaysWhatToDo() {
        kibana.close();
        kibana = new FakeKibana().answer("GET", "/api/status", 503, "Kibana server is not ready yet");
        assertThatThrownBy(this::install).hasMessageContaining("is not ready yet; wait a minute and run this again");
        assertThat(kibana.asked()).hasSize(2);
    }

    @Test
    void anOldKibanaIsRefusedBeforeAnythingIsSent() {
        kibana.close();
        kibana = new FakeKibana().answer("GET", "/api/status", 200, "{\"version\":{\"number\":\"8.19.1\"}}");
        assertThatThrownBy(this::install).hasMessage("Kibana 8.19.1 is too old: the dashboards need 9.0 or newer");
        assertThat(kibana.asked()).hasSize(1);
    }

    @Test
    void aKibanaThatHidesItsVersionIsTrusted() throws Exception {
        kibana.close();
        kibana = new FakeKibana()
                .answer("GET", "/api/status", 200, "{\"status\":{\"overall\":{\"level\":\"available\"}}}")
                .answer("POST", IMPORT, 200, BOTH_NEW);
        assertThat(install().version()).isEqualTo("unknown");
    }

    @Test
    void whoAsksIsSaidInAHeader() throws Exception {
        kibana.answer("POST", IMPORT, 200, BOTH_NEW);
        install("", "default", false, KibanaCredentials.apiKey("c2VjcmV0"));
        assertThat(kibana.asked())
                .allMatch(asked -> asked.header("Authorization").equals("ApiKey c2VjcmV0"));
        install("", "default", false, KibanaCredentials.user("ayşe", "pässwörd"));
        assertThat(kibana.last().header("Authorization")).isEqualTo("Basic YXnFn2U6cMOkc3N3w7ZyZA==");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(KibanaCredentials.apiKey("c2VjcmV0").toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void whoIsNotKnownOrNotAllowedIsTold() {
        kibana.answer("POST", IMPORT, 401, "{}").answer("POST", IMPORT, 403, "{}");
        assertThatThrownBy(this::install).hasMessageContaining("--kibana-api-key-file");
        assertThatThrownBy(this::install).hasMessageContaining("Saved Objects Management");
    }

    @Test
    void somethingElseAtTheAddressIsNoticed() {
        kibana.close();
        kibana = new FakeKibana()
                .answer("GET", "/api/status", 200, "<html>a portal</html>")
                .answer("GET", "/api/status", 302, "/kibana/");
        assertThatThrownBy(this::install).hasMessageContaining("is no Kibana");
        assertThatThrownBy(this::install).hasMessageContaining("write its address with the base path");
    }

    @Test
    void noServerAtAllIsOneLine() {
        kibana.close();
        assertThatThrownBy(this::install)
                .isInstanceOf(KibanaException.class)
                .hasMessageStartingWith("no answer from Kibana at " + kibana.url());
    }

    @Test
    void addressesAreChecked() {
        assertThatThrownBy(() -> KibanaAddress.of("localhost:5601", "default"))
                .hasMessageContaining("http://host:5601");
        assertThatThrownBy(() -> KibanaAddress.of("http://u:p@host", "default"))
                .hasMessageContaining("--kibana-password-file");
        assertThatThrownBy(() -> KibanaAddress.of("http://host", "No Space"))
                .hasMessageContaining("is no id of a space");
    }
}
