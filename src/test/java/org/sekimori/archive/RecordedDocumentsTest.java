package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.Decision;
import org.sekimori.mail.DecisionBuilder;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.consumer.CommittedRecord.From;
import org.sekimori.stream.json.DecisionJson;
import org.sekimori.stream.json.EntryJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same records make the same documents in every version, octet for octet: what is indexed twice is indexed once. */
class RecordedDocumentsTest {

    private static final Path RECORDS = Path.of("src/test/resources/org/sekimori/stream/recorded-0.1.0.ndjson");
    private static final Path DOCUMENTS = Path.of("src/test/resources/org/sekimori/archive/recorded-documents.txt");
    private static final Map<String, From> TOPICS = Map.of(
            "decisions", From.DECISIONS,
            "grants", From.GRANTS,
            "cases", From.CASES,
            "audit", From.AUDIT,
            "dead-letters", From.DEAD_LETTERS);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");

    private final FieldCatalog fields = FieldCatalog.load();
    private final DocumentMapper mapper = new DocumentMapper(fields, Clock.fixed(NOW, ZoneOffset.UTC));

    private static List<CommittedRecord> records() throws IOException {
        Map<String, String> events = new HashMap<>();
        List<CommittedRecord> records = new ArrayList<>();
        for (String line : Files.readAllLines(RECORDS)) {
            JsonNode recorded = JsonMapper.shared().readTree(line);
            String topic = recorded.required("topic").asString();
            String key = recorded.path("key").asString("");
            String value = recorded.required("value").asString();
            if (topic.equals("events")) {
                events.put(eventId(value, "id"), value);
            }
            TOPICS.forEach((name, from) -> {
                if (topic.equals(name)) {
                    String event = from == From.DECISIONS ? events.get(eventId(value, "event_id")) : null;
                    records.add(record(from, key, value, event));
                }
            });
        }
        full().forEach(decision -> records.add(record(
                From.DECISIONS,
                ALICE.name(),
                new String(DecisionJson.write(decision), StandardCharsets.UTF_8),
                new String(EntryJson.write(new LogEntry.Mail(event(decision.origin()))), StandardCharsets.UTF_8))));
        records.add(record(From.ANSWERS, ALICE.name(), """
                {"type":"answered","time":"2026-06-01T09:05:00Z","account":"alice@isp.example","event_id":"mx1-1",
                 "verdict":"defer","source":"fallback","door":"postfix@mx1","took_us":1234567}""", null));
        records.add(record(From.CASES, ALICE.name(), """
                {"cases":[{"id":"8H2M-QX4T","version":9,"state":"notified","severity":"high","reference":"K7QF-2M9X",
                 "opened_at":"2026-06-01T09:00:00Z","since":"2026-06-01T08:50:00Z","messages_out":41,"recipients_out":630,
                 "quarantined":3,
                 "reopened":1,"notified_at":"2026-06-01T09:01:00Z","held_at":"2026-06-01T09:02:00Z",
                 "rules":[{"rule":"spike","version":3,"hits":12,
                  "first":"2026-06-01T09:00:00Z","last":"2026-06-01T09:00:00Z"}],"history":[]}]}""", null));
        records.add(record(From.AUDIT, ALICE.name(), """
                {"time":"2026-06-01T09:00:00Z","account":"alice@isp.example","what":"origin_misjudged","by":"sato",
                 "reference":"K7QF-2M9X","network":"91.0.1.0/24","country":"DE","actual_country":"JP"}""", null));
        records.add(record(From.AUDIT, ALICE.name(), """
                {"time":"2026-06-01T09:00:00Z","account":"alice@isp.example","what":"grant_open","by":"sato","detail":"by cli: DE",
                 "grant":"8H2M-QX4T","refused_by":"overseas-without-grant"}""", null));
        records.add(record(From.AUDIT, ALICE.name(), """
                {"time":"2026-06-01T09:00:00Z","account":"alice@isp.example","what":"answer_differs","by":"postfix@mx1",
                 "told":"accept","decided":"reject"}""", null));
        return records;
    }

    private static String eventId(String value, String field) {
        return JsonMapper.shared().readTree(value).path(field).asString("");
    }

    private static CommittedRecord record(From from, String key, String value, @Nullable String event) {
        return new CommittedRecord(
                from,
                "topic",
                3,
                128,
                NOW.minusMillis(250),
                key,
                value.getBytes(StandardCharsets.UTF_8),
                event == null
                        ? null
                        : new CommittedRecord.Event(event.getBytes(StandardCharsets.UTF_8), NOW.minusMillis(400)));
    }

    /** Decisions that have all that a decision can have, of all kinds of origin. */
    private static List<Decision> full() {
        Origin.Source source = new Origin.Source("GeoLite2-Country", LocalDate.of(2026, 5, 20));
        AutonomousSystem system = new AutonomousSystem(3320, "Deutsche Telekom AG");
        List<Origin> origins = List.of(
                new Origin.Country(
                        "DE", "91.0.1.0/24", system, source, new Origin.Details(null, List.of("anonymous", "hosting"))),
                new Origin.Country("JP", "133.11.93.0/24", 0, new Origin.Source("override", null)),
                new Origin.Internal("private", "10.0.0.0/24"),
                new Origin.Relay("google", null),
                new Origin.Unknown("no_entry", "91.0.1.0/24", system, source));
        List<Decision> decisions = new ArrayList<>();
        for (Origin origin : origins) {
            decisions.add(decision(decisions.size(), origin, Verdict.ACCEPT)
                    .would(new Verdict.Defer(450, "4.7.1"))
                    .grant("G1")
                    .home("DE")
                    .labels(List.of("probed-abroad", "seen-probing"))
                    .shadow(new Decision.Shadow("77aa", false, Verdict.ACCEPT, List.of(), List.of()))
                    .build());
            decisions.add(decision(decisions.size(), origin, new Verdict.Reject(550, "5.7.1"))
                    .findings(List.of(finding("spike", Finding.Mode.ENFORCE), finding("night", Finding.Mode.SHADOW)))
                    .flags(List.of("spike"))
                    .signs(new TreeMap<>(Map.of("strange-provider", 2.13, "all-new", 4.4)))
                    .refusal(new Decision.Refusal("送信できません。", "spike", Map.of("sent_1h", 12.50)))
                    .shadow(new Decision.Shadow(
                            "77aa",
                            true,
                            Verdict.ACCEPT,
                            List.of("other"),
                            List.of(finding("other", Finding.Mode.ENFORCE))))
                    .build());
        }
        decisions.add(decision(decisions.size(), origins.get(0), Verdict.NONE)
                .trigger(EventKind.BOUNCED)
                .findings(List.of(finding("returned", Finding.Mode.ENFORCE)))
                .flags(List.of("returned"))
                .build());
        return decisions;
    }

    private static DecisionBuilder decision(int number, Origin origin, Verdict verdict) {
        return Decision.builder("d" + number, NOW.minusSeconds(5), ALICE, verdict)
                .eventId("mx1-1")
                .reference("K7QX-3M2P")
                .origin(origin)
                .rulebook("9f2c")
                .counters(new SubmissionCounters(10, 200, 3));
    }

    private static Finding finding(String rule, Finding.Mode mode) {
        return new Finding(
                rule,
                2,
                mode,
                Finding.Severity.CRITICAL,
                Finding.Effect.FLAG,
                "sent 12.5 times as much",
                new TreeMap<>(Map.of("factor", 12.50, "limit", 100L, "country", "DE")),
                mode == Finding.Mode.ENFORCE ? List.of("T1078", "T1110.003") : List.of(),
                mode == Finding.Mode.ENFORCE ? null : new Finding.Exemption(false, "shared by the whole shop"));
    }

    private static MailEvent event(Origin origin) {
        return MailEvent.builder("mx1-1", NOW.minusSeconds(5), EventKind.ATTEMPT, ALICE)
                .server("mx1.isp.example")
                .clientAddress("91.0.1.7")
                .clientName("p7.isp.example")
                .helo("[192.168.1.23]")
                .tls("TLSv1.3")
                .sender("")
                .recipients(List.of("AAAAAAAAAAAAAAAA@example.net", "BBBBBBBBBBBBBBBB"))
                .recipientCount(2)
                .size(411)
                .queueId("4jZ3RH72QGzJHm4")
                .instance("4a1f.0")
                .messageId("1a.2b@isp.example")
                .origin(origin)
                .login("scan ner@isp.example")
                .lists(List.of("network:spam-hosts"))
                .build();
    }

    private List<ArchiveDocument> documents() throws IOException {
        List<ArchiveDocument> documents = new ArrayList<>();
        records().forEach(record -> documents.addAll(mapper.of(record)));
        return documents;
    }

    @Test
    void documentsAreAsTheVersionBeforeMadeThem() throws IOException {
        List<String> made = documents().stream()
                .map(one -> one.index() + " " + one.id() + " " + new String(one.json(), StandardCharsets.UTF_8))
                .toList();
        if (Boolean.getBoolean("sekimori.write-pages")) {
            Files.write(DOCUMENTS, made);
        }
        assertThat(made).isEqualTo(Files.readAllLines(DOCUMENTS));
    }

    @Test
    void everyFieldThatIsWrittenIsDescribedAndEveryDescribedFieldIsWritten() throws IOException {
        Set<String> written = new TreeSet<>();
        documents().forEach(one -> names("", JsonMapper.shared().readTree(one.json()), written));
        Set<String> described = new TreeSet<>();
        fields.fields().forEach(field -> described.add(field.name()));

        assertThat(written).isEqualTo(described);
    }

    /** Groups whose names are data count as one field, and so does a place on the map. */
    private void names(String prefix, JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            JsonNode inner = value.isArray() && value.path(0).isObject() ? value.path(0) : value;
            if (name.equals("sekimori.figures")) {
                names.add(name + ".*");
            } else if (inner.isObject()
                    && fields.fields().stream().noneMatch(one -> one.name().equals(name))) {
                for (JsonNode each : value.isArray() ? value.values() : List.of(value)) {
                    names(name + ".", each, names);
                }
            } else {
                names.add(name);
            }
        }
    }

    @Test
    void everyDescribedFieldHasItsConstant() throws IllegalAccessException {
        Set<String> constants = new TreeSet<>();
        for (Field field : DocumentFields.class.getDeclaredFields()) {
            constants.add(String.valueOf(field.get(null)));
        }
        List<String> described =
                fields.fields().stream().map(FieldCatalog.Field::name).toList();

        assertThat(described).allMatch(name -> constants.contains(name) || isInGroup(constants, name));
        assertThat(constants)
                .allMatch(name ->
                        described.contains(name) || described.stream().anyMatch(one -> one.startsWith(name + ".")));
    }

    private static boolean isInGroup(Set<String> constants, String name) {
        return constants.contains(name.substring(0, name.lastIndexOf('.')));
    }
}
