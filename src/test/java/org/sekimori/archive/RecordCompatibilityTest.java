package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.CommittedRecord.From;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records of the version before make documents, and so do those of a later version, without what only that one knows. */
class RecordCompatibilityTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path RECORDED = Path.of("src/test/resources/org/sekimori/stream/recorded-0.1.0.ndjson");
    private static final Map<String, From> TOPICS = Map.of(
            "decisions", From.DECISIONS,
            "grants", From.GRANTS,
            "cases", From.CASES,
            "audit", From.AUDIT,
            "dead-letters", From.DEAD_LETTERS);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final DocumentMapper documents = new DocumentMapper(FieldCatalog.load(), Clock.fixed(NOW, ZoneOffset.UTC));

    record Recorded(From from, JsonNode value) {
        CommittedRecord with(JsonNode changed) {
            return new CommittedRecord(
                    from, "topic", 1, 7, NOW, "alice@isp.example", JSON.writeValueAsBytes(changed), null);
        }
    }

    static Stream<Recorded> recorded() throws IOException {
        return Files.readAllLines(RECORDED).stream()
                .map(JSON::readTree)
                .filter(line -> TOPICS.containsKey(line.required("topic").asString()))
                .map(line -> new Recorded(
                        Objects.requireNonNull(TOPICS.get(line.required("topic").asString())),
                        JSON.readTree(line.required("value").asString())));
    }

    private List<String> bodies(CommittedRecord record) {
        return documents.of(record).stream()
                .map(document -> document.index() + " " + document.id() + " "
                        + new String(document.json(), StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void whatALaterVersionAddsChangesNoDocument(Recorded recorded) {
        List<String> before = bodies(recorded.with(recorded.value()));
        assertThat(before).isNotEmpty();
        ObjectNode later = JSON.createObjectNode();
        later.set("later", JSON.createObjectNode().put("verdict", "reject").put("account", "mallory@isp.example"));
        later.putArray("list").add(JSON.createObjectNode().put("id", "x"));
        for (String path : objects(recorded.value(), "")) {
            assertThat(bodies(recorded.with(changed(recorded.value(), path, one -> one.set("later", later)))))
                    .as(path)
                    .isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void whatALaterVersionSaysOtherwiseIsADocumentOrIsSetAsideWithAReason(Recorded recorded) {
        for (String path : objects(recorded.value(), "")) {
            for (String name : recorded.value().at(path).propertyNames()) {
                for (JsonNode value : List.of(
                        JSON.createObjectNode().put("id", 1),
                        JSON.createArrayNode().add(1),
                        JSON.getNodeFactory().stringNode("later"),
                        JSON.getNodeFactory().numberNode(-1),
                        JSON.getNodeFactory().nullNode())) {
                    Throwable problem = catchThrowable(
                            () -> bodies(recorded.with(changed(recorded.value(), path, one -> one.set(name, value)))));
                    if (problem != null) {
                        assertThat(problem).as(path + "/" + name).isInstanceOf(UnusableRecordException.class);
                    }
                }
            }
        }
    }

    @Test
    void wordsThatALaterVersionWritesInADecisionAreKept() throws IOException {
        Recorded decision = recorded()
                .filter(one -> one.from() == From.DECISIONS && one.value().has("findings"))
                .findFirst()
                .orElseThrow();
        JsonNode later = changed(
                changed(decision.value(), "", one -> one.put("verdict", "quarantine")),
                "/findings/0",
                one -> one.put("severity", "grave").put("mode", "observe"));

        assertThat(bodies(decision.with(later)))
                .singleElement(STRING)
                .contains("\"verdict\":\"quarantine\"", "\"severity\":\"grave\"", "\"mode\":\"observe\"");
    }

    @Test
    void aFindingWithoutItsVersionIsSetAside() throws IOException {
        Recorded decision = recorded()
                .filter(one -> one.from() == From.DECISIONS && one.value().has("findings"))
                .findFirst()
                .orElseThrow();
        JsonNode without = changed(decision.value(), "/findings/0", one -> one.put("mode", "enforce")
                .remove("version"));

        assertThat(catchThrowable(() -> bodies(decision.with(without))))
                .isInstanceOf(UnusableRecordException.class)
                .hasMessageContaining("version");
    }

    /** Objects whose names the schema gives; those of evidence and figures are data. */
    private static List<String> objects(JsonNode node, String path) {
        List<String> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            found.add(path);
            object.properties().stream()
                    .filter(one ->
                            !one.getKey().equals("evidence") && !one.getKey().equals("figures"))
                    .forEach(one -> found.addAll(objects(one.getValue(), path + "/" + one.getKey())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                found.addAll(objects(array.get(i), path + "/" + i));
            }
        }
        return found;
    }

    private static JsonNode changed(JsonNode root, String path, Consumer<ObjectNode> change) {
        JsonNode copy = root.deepCopy();
        change.accept((ObjectNode) copy.at(path));
        return copy;
    }
}
