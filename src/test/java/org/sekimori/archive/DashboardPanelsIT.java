package org.sekimori.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.archive.panels.DashboardPanel;
import org.sekimori.archive.panels.DocumentRow;
import org.sekimori.archive.panels.DocumentRowReader;
import org.sekimori.archive.panels.ExpectedPanelCounts;
import org.sekimori.archive.panels.ExportedSavedObjects;
import org.sekimori.archive.panels.KnownDayFixture;
import org.sekimori.archive.panels.PanelEvaluation;
import org.sekimori.archive.panels.PanelFieldUse;
import org.sekimori.archive.panels.PanelTable;
import org.sekimori.archive.panels.RawLogRecord;
import org.sekimori.rig.ElasticsearchNode;
import org.sekimori.rig.NeedsElasticsearch;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every panel of every dashboard over one known day: the search that Kibana makes of the saved object, on a real node over the
 * documents that the archive makes, against counts over the log's own records.
 */
@NeedsElasticsearch
@SuppressWarnings("NullAway.Init")
class DashboardPanelsIT {

    private static final Instant INGESTED = KnownDayFixture.END.plusSeconds(5);
    private static final ExportedSavedObjects OBJECTS = ExportedSavedObjects.here();
    private static final Map<String, Map<String, String>> TYPES = new HashMap<>();

    @TempDir
    private static Path folder;

    private static ElasticsearchNode node;
    private static ElasticsearchConnection cluster;
    private static List<DocumentRow> rows;

    @BeforeAll
    static void archiveTheDay() {
        node = ElasticsearchNode.start(folder);
        cluster = ElasticsearchConnection.at(new ElasticsearchAddress(node.url(), null, null));
        new IndexTemplateInstaller(cluster, FieldCatalog.load(), 0).install(false);
        List<RawLogRecord> records = KnownDayFixture.records();
        rows = new DocumentRowReader(INGESTED).rows(records);
        DocumentMapper documents = new DocumentMapper(FieldCatalog.load(), Clock.fixed(INGESTED, ZoneOffset.UTC));
        ByteArrayOutputStream bulk = new ByteArrayOutputStream();
        records.forEach(raw -> documents.of(committed(raw)).forEach(document -> add(bulk, document)));
        ElasticsearchConnection.HttpReply reply = cluster.send("POST", "/_bulk?refresh=true", bulk.toByteArray());
        assertThat(reply.ok()).isTrue();
        assertThat(reply.body().path("errors").asBoolean())
                .as(reply.body().toString())
                .isFalse();
    }

    @AfterAll
    static void stop() {
        cluster.close();
        node.close();
    }

    private static CommittedRecord committed(RawLogRecord raw) {
        CommittedRecord.Event event =
                raw.event() == null ? null : new CommittedRecord.Event(bytes(raw.event()), raw.eventAppended());
        return new CommittedRecord(
                CommittedRecord.From.valueOf(raw.topic().name()),
                "topic-" + raw.topic(),
                0,
                raw.offset(),
                raw.appended(),
                raw.key(),
                bytes(raw.value()),
                event);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(ByteArrayOutputStream bulk, ArchiveDocument document) {
        String version = document.version() == null
                ? ""
                : ",\"version\":" + document.version() + ",\"version_type\":\"external\"";
        String line = "{\"index\":{\"_index\":\"" + document.index() + "\",\"_id\":\"" + document.id() + "\"" + version
                + "}}\n";
        bulk.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        bulk.writeBytes(document.json());
        bulk.write('\n');
    }

    static Stream<DashboardPanel> panels() {
        return OBJECTS.panels().stream();
    }

    private static String indices(DashboardPanel panel) {
        return OBJECTS.get("index-pattern", panel.view())
                .path("attributes")
                .path("title")
                .asString();
    }

    private static JsonNode search(DashboardPanel panel, ObjectNode request) {
        ElasticsearchConnection.HttpReply reply =
                cluster.send("POST", "/" + indices(panel) + "/_search", bytes(request));
        assertThat(reply.ok())
                .as(() -> panel + ": " + reply.reason() + "\n" + request)
                .isTrue();
        assertThat(reply.body().path("_shards").path("failed").asInt())
                .as(reply.body().toString())
                .isZero();
        return reply.body();
    }

    /** The types of the fields as the node knows them; two types of one name among indices would be an error in Kibana. */
    private static Map<String, String> types(DashboardPanel panel) {
        return TYPES.computeIfAbsent(indices(panel), pattern -> {
            Map<String, String> types = new HashMap<>();
            JsonNode fields = cluster.send("GET", "/" + pattern + "/_field_caps?fields=*", null)
                    .body()
                    .path("fields");
            fields.properties().forEach(field -> {
                assertThat(field.getValue().size()).as(field.getKey()).isEqualTo(1);
                types.put(
                        field.getKey(),
                        field.getValue().propertyNames().iterator().next());
            });
            return types;
        });
    }

    private static List<String> problems(DashboardPanel panel) {
        return PanelFieldUse.of(panel).stream()
                .map(use -> use.problem(types(panel)))
                .flatMap(Optional::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void aPanelShowsWhatTheLogSays(DashboardPanel panel) {
        assertThat(problems(panel)).isEmpty();
        assertThat(new PanelEvaluation(panel).differences(request -> search(panel, request), rows))
                .isEmpty();
    }

    private static DashboardPanel panel(String object) {
        return panels().filter(panel -> panel.object().path("id").asString().equals(object))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode column(DashboardPanel panel, String id) {
        return (ObjectNode) panel.object()
                .path("attributes")
                .path("state")
                .path("datasourceStates")
                .path("formBased")
                .path("layers")
                .path("data")
                .path("columns")
                .path(id);
    }

    private static DashboardPanel broken(String object, String column, String field) {
        DashboardPanel panel = panel(object);
        DashboardPanel copy = panel.showing(panel.object().deepCopy());
        column(copy, column).put("sourceField", field);
        return copy;
    }

    @Test
    void aPanelWithAFieldThatIsNotThereIsRejected() {
        DashboardPanel panel = broken("sekimori-lens-refusals-by-rule", "rule", "rule.name");
        assertThat(problems(panel)).singleElement().asString().contains("has no field rule.name");
        // Elasticsearch would not say so: the panel would merely stay empty.
        assertThat(new PanelEvaluation(panel).differences(request -> search(panel, request), rows))
                .contains("the panel is empty");
    }

    @Test
    void aPanelThatAddsUpWordsIsRejected() {
        DashboardPanel panel = broken("sekimori-lens-accounts-refused-most", "recipients", "user.name");
        assertThat(problems(panel)).singleElement().asString().contains("user.name is a keyword, of no use for NUMBER");
    }

    @Test
    void aPanelThatTakesANumberForWordsIsRejected() {
        DashboardPanel panel = broken("sekimori-lens-refusals-by-rule", "rule", "sekimori.message.size");
        assertThat(problems(panel)).singleElement().asString().contains("Lens is told that");
    }

    @Test
    void aPanelOfTheWrongKindIsRejected() {
        DashboardPanel panel = panel("sekimori-lens-refusals-by-rule");
        DashboardPanel moved =
                new DashboardPanel(panel.dashboard(), panel.id(), panel.object(), "sekimori-answers", "");
        assertThat(problems(moved)).anyMatch(problem -> problem.contains("sekimori-answers has no field rule.id"));
    }

    @Test
    void aPanelThatCountsSomethingElseIsNoticed() {
        DashboardPanel panel = panel("sekimori-lens-refusals-by-rule");
        List<DocumentRow> fewer = rows.subList(0, rows.size() / 2);
        assertThat(new PanelEvaluation(panel).differences(request -> search(panel, request), fewer))
                .isNotEmpty();
    }

    /** A column of a panel by some of its buckets, added up over the others. */
    private static Map<String, Double> shown(String object, String column, int... buckets) {
        DashboardPanel panel = panel(object);
        Map<String, Double> shown = new TreeMap<>();
        for (PanelTable.Line line : new PanelEvaluation(panel)
                .shown(request -> search(panel, request))
                .lines()) {
            String name =
                    Arrays.stream(buckets).mapToObj(i -> line.buckets().get(i)).collect(Collectors.joining(", "));
            Double number = line.numbers().get(column);
            if (number != null) {
                shown.merge(name, number, Double::sum);
            }
        }
        return shown;
    }

    private static final ExpectedPanelCounts MEANT = new ExpectedPanelCounts(KnownDayFixture.records());

    @Test
    void sharesAreOfWhatTheirTitlesSay() {
        assertThat(shown("sekimori-lens-refused-share", "share"))
                .containsExactlyEntriesOf(Map.of("", MEANT.refusedShare()));
        assertThat(shown("sekimori-lens-rule-precision", "precision", 0))
                .isNotEmpty()
                .isEqualTo(MEANT.precisionByRule());
        assertThat(shown("sekimori-lens-doors", "share", 0)).isNotEmpty().isEqualTo(MEANT.fallbackShareByDoor());
    }

    @Test
    void precisionIsThatOfEachVersion() {
        assertThat(shown("sekimori-lens-rule-version-precision", "precision", 0))
                .isNotEmpty()
                .isEqualTo(MEANT.precisionByVersion());
    }

    @Test
    void answersOtherwiseThanDecidedAndGrantsAfterRefusalsAreThoseOfTheAuditTrail() {
        assertThat(shown("sekimori-lens-told-otherwise", "count", 1, 2))
                .containsKey("reject, accept")
                .isEqualTo(MEANT.toldOtherwise());
        assertThat(shown("sekimori-lens-refused-then-granted", "count", 0))
                .isNotEmpty()
                .isEqualTo(MEANT.grantedAfterRefusal());
    }

    @Test
    void sendersSignsAndNetworksAreThoseOfTheSubmissions() {
        assertThat(shown("sekimori-lens-signs", "count", 0)).isNotEmpty().isEqualTo(MEANT.signs());
        Map<String, Double> recipients = MEANT.recipientsAccepted();
        assertThat(shown("sekimori-lens-senders", "recipients", 0))
                .hasSize(20)
                .allSatisfy((account, sum) -> assertThat(sum).as(account).isEqualTo(recipients.get(account)));
        Map<String, Double> accounts = MEANT.accountsByAs();
        PanelTable systems = new PanelEvaluation(panel("sekimori-lens-accounts-by-as"))
                .shown(request -> search(panel("sekimori-lens-accounts-by-as"), request));
        assertThat(systems.lines()).isNotEmpty().allSatisfy(line -> assertThat(
                        line.numbers().get("accounts"))
                .isEqualTo(accounts.get(line.buckets().get(0))));
    }

    @Test
    void whatStandsOutIsCommonerThereThanInAllMail() {
        PanelTable networks = new PanelEvaluation(panel("sekimori-lens-significant-networks"))
                .shown(request -> search(panel("sekimori-lens-significant-networks"), request));
        assertThat(networks.lines()).isNotEmpty().allSatisfy(line -> {
            String network = line.buckets().get(0);
            assertThat(MEANT.shareOfRefusals(network)).isGreaterThan(MEANT.shareOfAll(network));
        });
    }

    @Test
    void whatIsOpenAndInForceIsSoAtTheEndOfTheDay() {
        assertThat(shown("sekimori-lens-grants-active", "count"))
                .containsExactlyEntriesOf(Map.of("", MEANT.grantsInForce()));
        assertThat(shown("sekimori-lens-open-cases-by-age", "count", 0))
                .hasSize(4)
                .isEqualTo(MEANT.openCasesByAge());
    }

    @Test
    void timesOfCasesAreBetweenTheirMarks() {
        assertThat(shown("sekimori-lens-case-times", "flag_median", 0))
                .isNotEmpty()
                .isEqualTo(MEANT.timeToFlag());
        assertThat(shown("sekimori-lens-case-times", "release_median", 0))
                .isNotEmpty()
                .isEqualTo(MEANT.timeToRelease());
    }

    @Test
    void whatLacksACountryIsShown() {
        assertThat(shown("sekimori-lens-origin-misjudged", "count", 0, 1))
                .containsKeys("__missing__, JP", "US, __missing__")
                .isEqualTo(MEANT.misjudgedOrigins());
        assertThat(shown("sekimori-lens-networks", "count", 1)).containsKey("__missing__");
    }

    @Test
    void hitsAndRefusalsAreThoseOfTheRules() {
        assertThat(shown("sekimori-lens-shadow-hits", "count", 1)).isNotEmpty().isEqualTo(MEANT.shadowHits());
        Map<String, Double> refused = MEANT.overseasRefusals();
        Map<String, Double> countries = shown("sekimori-lens-overseas-refusals", "count", 0);
        countries.remove("__other__");
        assertThat(countries)
                .isNotEmpty()
                .allSatisfy((country, count) -> assertThat(count).as(country).isEqualTo(refused.get(country)));
    }
}
