package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;
import tools.jackson.databind.JsonNode;

/** Templates in a real Elasticsearch: put once, raised with their version, and only by whom it knows. */
@NeedsElasticsearch
@SuppressWarnings("NullAway.Init")
class IndexTemplateInstallerIT {

    private static final String KEY = "c2VjcmV0OmtleQ==";

    private static ElasticsearchNode node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = ElasticsearchNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void empty() {
        for (String index : node.ask("GET", "/sekimori-*/_settings?filter_path=*.settings.index.uuid", null)
                .propertyNames()) {
            node.ask("DELETE", "/" + index, null);
        }
        node.ask("DELETE", "/_index_template/sekimori-*", null);
        node.ask("DELETE", "/_component_template/sekimori-*", null);
    }

    private static List<String> install(FieldCatalog fields, boolean overwrite) {
        try (ElasticsearchConnection cluster =
                ElasticsearchConnection.at(new ElasticsearchAddress(node.url(), null, null))) {
            return new IndexTemplateInstaller(cluster, fields, 0).install(overwrite);
        }
    }

    /** The next version: one more field. */
    private static FieldCatalog next(FieldCatalog fields) {
        List<FieldCatalog.Field> more = new ArrayList<>(fields.fields());
        more.add(new FieldCatalog.Field(
                "sekimori.audit.new", "long", null, 0, Set.of(DocumentKind.AUDIT), "New", "新しい", "new"));
        return new FieldCatalog(fields.version() + 1, fields.ecs(), fields.kinds(), more);
    }

    private static JsonNode put(String id, String json) {
        return node.ask("PUT", "/sekimori-audit-2026.01/_create/" + id + "?refresh=true", json);
    }

    @Test
    void templatesArePutOnceAndANewFieldComesIntoIndicesThatExist() {
        FieldCatalog fields = FieldCatalog.load();
        assertThat(install(fields, true)).anyMatch(line -> line.contains("index template sekimori-audit: put"));
        assertThat(install(fields, false))
                .filteredOn(line -> line.contains("template"))
                .hasSize(1 + 2 * DocumentKind.values().length)
                .allMatch(line -> line.contains("present"));
        String before = "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"sekimori\":{\"audit\":{\"by\":\"a\"}}}";
        String after = "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"sekimori\":{\"audit\":{\"new\":5}}}";
        assertThat(put("1", before).path("result").asString()).isEqualTo("created");
        assertThat(put("2", after).path("error").path("type").asString()).isEqualTo("strict_dynamic_mapping_exception");

        assertThat(install(next(fields), false))
                .anyMatch(line -> line.contains("index sekimori-audit-2026.01: mapping brought to version"));
        assertThat(put("2", after).path("result").asString()).isEqualTo("created");
        JsonNode sum = node.ask(
                "POST",
                "/sekimori-audit-2026.01/_search",
                "{\"size\":0,\"aggs\":{\"sum\":{\"sum\":{\"field\":\"sekimori.audit.new\"}}}}");
        assertThat(sum.path("aggregations").path("sum").path("value").asDouble())
                .isEqualTo(5);

        // An older version of the service beside a newer one changes nothing.
        assertThat(install(fields, false))
                .filteredOn(line -> line.contains("index template"))
                .allMatch(line -> line.contains("present, version " + (fields.version() + 1)));
    }

    @Test
    void anIndexThatAFormerAttemptLeftBehindIsBroughtUpTheNextTime() {
        FieldCatalog fields = FieldCatalog.load();
        install(fields, true);
        node.ask("PUT", "/sekimori-audit-2025.12/_create/1", "{\"@timestamp\":\"2025-12-01T00:00:00Z\"}");
        FieldCatalog newer = next(fields);
        IndexTemplates templates = new IndexTemplates(newer);
        // The templates came in, and then the connection was gone.
        node.ask(
                "PUT",
                "/_component_template/sekimori-audit",
                templates.component(DocumentKind.AUDIT).toString());
        node.ask(
                "PUT",
                "/_index_template/sekimori-audit",
                templates.index(DocumentKind.AUDIT, false, 0).toString());
        assertThat(install(newer, false))
                .anyMatch(line -> line.contains("index template sekimori-audit: present"))
                .anyMatch(line -> line.contains("index sekimori-audit-2025.12: mapping brought to version"));
    }

    @Test
    void anElasticsearchWithoutLifecyclesIsUsedWithoutThem() {
        assertThat(install(FieldCatalog.load(), true))
                .anyMatch(line ->
                        line.contains("lifecycle policies: left out") && line.contains("delete old indices yourself"));
    }

    private static List<String> secured(TlsElasticsearchProxy secured, String key, @Nullable Path ca)
            throws IOException {
        Path file = Files.writeString(Files.createTempFile("api", ".key"), key + "\n");
        try (ElasticsearchConnection cluster =
                ElasticsearchConnection.at(new ElasticsearchAddress(secured.url(), file, ca))) {
            return new IndexTemplateInstaller(cluster, FieldCatalog.load(), 0).install(false);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void tlsWithAnOwnAuthorityAndAnApiKeyAreUnderstood(@TempDir Path folder) throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        Path own = Files.createDirectories(folder.resolve("own"));
        try (TlsElasticsearchProxy secured = new TlsElasticsearchProxy(node, KEY, own);
                TlsElasticsearchProxy stranger = new TlsElasticsearchProxy(node, KEY, other)) {
            assertThat(secured(secured, KEY, secured.certificate())).isNotEmpty();
            assertThatThrownBy(() -> secured(secured, "d3Jvbmc=", secured.certificate()))
                    .isInstanceOf(IndexTemplateInstaller.RefusedException.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining("who are you?")
                    .hasMessageNotContaining("d3Jvbmc");
            assertThatThrownBy(() -> secured(secured, KEY, stranger.certificate()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("PKIX");
            assertThatThrownBy(() -> secured(secured, KEY, null))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("PKIX");
            Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
            assertThatThrownBy(() -> secured(secured, KEY, empty))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("empty.pem");
        }
    }

    @Test
    void aPolicyDeletesWhenAllOfAnIndexIsOlderThanTheRetention() {
        JsonNode policy = new IndexTemplates(FieldCatalog.load()).lifecycle(DocumentKind.DECISIONS);
        assertThat(policy.path("policy")
                        .path("phases")
                        .path("delete")
                        .path("min_age")
                        .asString())
                .isEqualTo("91d");
        assertThat(policy.path("policy")
                        .path("phases")
                        .path("delete")
                        .path("actions")
                        .has("delete"))
                .isTrue();
    }
}
