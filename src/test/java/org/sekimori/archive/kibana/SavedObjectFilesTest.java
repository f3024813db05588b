package org.sekimori.archive.kibana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is made of the files for an import. */
@SuppressWarnings("NullAway.Init")
class SavedObjectFilesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void anEmptyFolder() throws IOException {
        Files.writeString(folder.resolve("ja.properties"), "");
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
    }

    private List<JsonNode> lines(DashboardLanguage language) throws KibanaException {
        return SavedObjectFiles.read(folder)
                .ndjson(language, "9.5")
                .lines()
                .map(JSON::readTree)
                .toList();
    }

    @Test
    void nestedJsonIsEncodedIntoStrings() throws Exception {
        file("dashboard/d.json", """
                {"type":"dashboard","id":"d","attributes":{"title":"D","panelsJSON":[{"panelIndex":"p","deep":{"layerListJSON":[1]}}],
                 "controlGroupInput":{"panelsJSON":{}},"refreshInterval":{"pause":true}}}
                """);
        JsonNode attributes = lines(DashboardLanguage.EN).get(0).path("attributes");
        assertThat(attributes.path("panelsJSON").asString())
                .isEqualTo("[{\"panelIndex\":\"p\",\"deep\":{\"layerListJSON\":\"[1]\"}}]");
        assertThat(attributes.path("controlGroupInput").path("panelsJSON").asString())
                .isEqualTo("{}");
        assertThat(attributes.path("refreshInterval").isObject()).isTrue();
    }

    @Test
    void dataViewsHaveStringsWhereKibanaWantsThem() throws Exception {
        file("index-pattern/v.json", """
                {"type":"index-pattern","id":"v","attributes":{"title":"v-*","name":"V","fieldFormatMap":{"a":{"id":"bytes"}},"fields":[]}}
                """);
        JsonNode attributes = lines(DashboardLanguage.EN).get(0).path("attributes");
        assertThat(attributes.path("fieldFormatMap").asString()).isEqualTo("{\"a\":{\"id\":\"bytes\"}}");
        assertThat(attributes.path("fields").asString()).isEqualTo("[]");
    }

    @Test
    void dataViewsComeFirstAndDashboardsLast() throws Exception {
        for (String type : List.of("dashboard", "lens", "index-pattern")) {
            file(type + "/" + type + ".json", "{\"type\":\"" + type + "\",\"id\":\"" + type + "\",\"attributes\":{}}");
        }
        assertThat(lines(DashboardLanguage.EN))
                .extracting(line -> line.path("type").asString())
                .containsExactly("index-pattern", "lens", "dashboard");
    }

    @Test
    void wordsAreJapaneseIfAskedFor() throws Exception {
        file(
                "lens/l.json",
                "{\"type\":\"lens\",\"id\":\"l\",\"attributes\":{\"title\":\"Hits\",\"description\":\"No words yet\"}}");
        file("ja.properties", "l/attributes/title = 一致\n");
        assertThat(lines(DashboardLanguage.JA)
                        .get(0)
                        .path("attributes")
                        .path("title")
                        .asString())
                .isEqualTo("一致");
        assertThat(lines(DashboardLanguage.JA)
                        .get(0)
                        .path("attributes")
                        .path("description")
                        .asString())
                .isEqualTo("No words yet");
        assertThat(lines(DashboardLanguage.EN)
                        .get(0)
                        .path("attributes")
                        .path("title")
                        .asString())
                .isEqualTo("Hits");
    }

    @Test
    void everyFieldHasANameOfItsLanguage() throws Exception {
        file("index-pattern/v.json", """
                {"type":"index-pattern","id":"v","attributes":{"title":"sekimori-cases-*","name":"V","fieldAttrs":{}}}
                """);
        JsonNode english = JSON.readTree(
                lines(DashboardLanguage.EN).get(0).at("/attributes/fieldAttrs").asString());
        JsonNode japanese = JSON.readTree(
                lines(DashboardLanguage.JA).get(0).at("/attributes/fieldAttrs").asString());
        assertThat(english.at("/user.name/customLabel").asString()).isEqualTo("Account");
        assertThat(japanese.at("/user.name/customLabel").asString()).isEqualTo("アカウント");
        assertThat(english.has("sekimori.case.priority")).isTrue();
        assertThat(english.has("sekimori.answer.door")).isFalse();
        assertThat(english.propertyNames()).isEqualTo(japanese.propertyNames());
    }

    @Test
    void aBrokenFileIsNamed() throws Exception {
        file("lens/broken.json", "{");
        assertThatThrownBy(() -> SavedObjectFiles.read(folder))
                .isInstanceOf(KibanaException.class)
                .hasMessageContaining("broken.json");
        file("lens/broken.json", "{\"type\":\"lens\"}");
        assertThatThrownBy(() -> SavedObjectFiles.read(folder)).hasMessageContaining("needs a type and an id");
    }

    @Test
    void aFolderWithoutObjectsIsAnError() {
        assertThatThrownBy(() -> SavedObjectFiles.read(folder)).hasMessageContaining("no saved objects in");
    }

    @Test
    void whatEndsInJsonInTheFilesIsNeverAString() throws Exception {
        for (JsonNode object : SavedObjectFiles.read(Path.of("dashboards")).decoded()) {
            assertDecoded(object);
        }
    }

    private static void assertDecoded(JsonNode node) {
        node.properties().forEach(member -> {
            if (member.getKey().endsWith("JSON")) {
                assertThat(member.getValue().isContainer()).as(member.getKey()).isTrue();
            }
        });
        node.forEach(SavedObjectFilesTest::assertDecoded);
    }
}
