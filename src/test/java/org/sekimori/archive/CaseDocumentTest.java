package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document of a case; an index takes only the fields of {@code fields.yml}, anything else would be a dead letter. */
class CaseDocumentTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final String EARLIER = """
            "id":"8H2M-QX4T","state":"watched","severity":"high","opened_at":"2026-06-01T09:00:00Z",
            "since":"2026-06-01T08:50:00Z","messages_out":41,"recipients_out":630,
            "rules":[{"rule":"sudden-spike","version":3,"hits":12,"first":"2026-06-01T09:00:00Z","last":"2026-06-01T09:00:00Z"}]
            """;

    private static final String FULL = EARLIER + """
            ,"version":9,"reference":"K7QF-2M9X","assignee":"sato","reopened":1,
            "notified_at":"2026-06-01T09:01:00Z","held_at":"2026-06-01T09:02:00Z","cleaned_at":"2026-06-01T09:03:00Z",
            "password_changed_at":"2026-06-01T09:04:00Z","released_at":"2026-06-01T09:05:00Z",
            "watch_until":"2026-06-15T09:05:00Z",
            "history":[{"time":"2026-06-01T09:00:00Z","what":"opened","by":"sekimori","text":"flagged","command":"ff"}]
            """;

    private final FieldCatalog fields = FieldCatalog.load();

    private JsonNode document(CommittedRecord.From from, String json) {
        CommittedRecord record = new CommittedRecord(
                from, "topic", 3, 128, NOW, "alice@isp.example", json.getBytes(StandardCharsets.UTF_8), null);
        List<ArchiveDocument> made = new DocumentMapper(fields, Clock.fixed(NOW, ZoneOffset.UTC)).of(record);
        return JsonMapper.shared().readTree(made.get(0).json());
    }

    private void standsIn(DocumentKind kind, JsonNode document) {
        List<String> names = new ArrayList<>();
        names("", document, names);
        List<String> known = fields.fields().stream()
                .filter(field -> field.kinds().contains(kind))
                .map(FieldCatalog.Field::name)
                .toList();
        assertThat(known).containsAll(names);
    }

    private static void names(String prefix, JsonNode node, List<String> names) {
        node.properties().forEach(entry -> {
            String name = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                names(name + ".", entry.getValue(), names);
            } else {
                names.add(name);
            }
        });
    }

    @Test
    void aFullCaseHasOnlyFieldsOfTheMapping() {
        JsonNode document = document(CommittedRecord.From.CASES, "{\"cases\":[{" + FULL + "}]}");

        standsIn(DocumentKind.CASES, document);
        JsonNode one = document.path("sekimori").path("case");
        assertThat(one.path("version").asInt()).isEqualTo(9);
        assertThat(one.path("priority").asString()).isEqualTo("low");
        assertThat(one.path("points").asInt(-1)).isEqualTo(20);
        assertThat(one.path("reopened").asInt()).isEqualTo(1);
        assertThat(one.path("assignee").asString()).isEqualTo("sato");
        assertThat(one.path("watch_until").asString()).isEqualTo("2026-06-15T09:05:00Z");
        assertThat(one.path("open").asBoolean()).isTrue();
        assertThat(one.has("outcome")).isFalse();
        assertThat(one.has("history")).isFalse();
        assertThat(document.path("sekimori").path("reference").asString()).isEqualTo("K7QF-2M9X");
    }

    @Test
    void thePriorityIsThatOfTheLastChange() {
        String open = EARLIER.replace("watched", "flagged");
        JsonNode document = document(CommittedRecord.From.CASES, "{\"cases\":[{" + open + "}]}");

        JsonNode one = document.path("sekimori").path("case");
        // High 30, mail can still leave 30, an hour without an assignee 10.
        assertThat(one.path("points").asInt()).isEqualTo(70);
        assertThat(one.path("priority").asString()).isEqualTo("high");
    }

    @Test
    void aStateOfALaterReleaseIsArchivedWithoutAPriority() {
        String later = EARLIER.replace("watched", "appealed");
        JsonNode document = document(CommittedRecord.From.CASES, "{\"cases\":[{" + later + "}]}");

        assertThat(document.path("sekimori").path("case").path("state").asString())
                .isEqualTo("appealed");
        assertThat(document.path("sekimori").path("case").has("priority")).isFalse();
    }

    @Test
    void aCaseOfAnEarlierReleaseIsItsFirstVersion() {
        JsonNode document = document(CommittedRecord.From.CASES, "{\"cases\":[{" + EARLIER + "}]}");

        standsIn(DocumentKind.CASES, document);
        assertThat(document.path("sekimori").path("case").path("version").asInt())
                .isEqualTo(1);
    }

    @Test
    void anAuditEntrySaysTheStateOfItsCase() {
        JsonNode document = document(
                CommittedRecord.From.AUDIT,
                "{\"time\":\"2026-06-01T09:05:00Z\",\"account\":\"alice@isp.example\",\"what\":\"case_released\","
                        + "\"by\":\"sato\",\"case\":\"8H2M-QX4T\",\"state\":\"released\"}");

        standsIn(DocumentKind.AUDIT, document);
        assertThat(document.path("sekimori").path("case").path("state").asString())
                .isEqualTo("released");
    }
}
