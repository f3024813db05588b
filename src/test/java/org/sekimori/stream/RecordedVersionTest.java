package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.engine.AccountCodec;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.InForce;
import org.sekimori.mail.Answer;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.stream.json.AnswerJson;
import org.sekimori.stream.json.CaseJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.NoticeJson;
import org.sekimori.stream.json.ProjectionJson;
import org.sekimori.stream.json.QuestionJson;
import org.sekimori.trial.InProcessTrial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the version before wrote (commit 5caeb40) is read, and stepped on from: every topic, every store, its rulebook. See {@link
 * VersionRecorder}.
 */
@SuppressWarnings("NullAway.Init")
class RecordedVersionTest {

    private static final Path RECORDED = Path.of("src/test/resources/org/sekimori/stream/recorded-0.1.0.ndjson");
    private static final Instant LATER = Instant.parse("2026-06-01T10:00:00Z");

    private static List<RecordedLine> lines;
    private static RulebookFiles files;
    private static Rulebook rulebook;

    private final Topics topics = new Topics("");
    private RulebookShelf shelf;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;

    @BeforeAll
    static void read() throws Exception {
        lines = Files.readAllLines(RECORDED).stream().map(RecordedLine::read).toList();
        files = ProjectionJson.readRulebook(recorded("rulebooks").get(0).value());
        rulebook = Rulebook.compile(files);
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    private static List<RecordedLine> recorded(String topic) {
        List<RecordedLine> found =
                lines.stream().filter(line -> line.topic().equals(topic)).toList();
        assertThat(found).as(topic).isNotEmpty();
        return found;
    }

    @BeforeEach
    void start() throws Exception {
        StreamSettings settings = new StreamSettings(
                "unused:1", "", Path.of("unused"), "test", 1, (short) 1, 1, 0, Duration.ofSeconds(1), 0, Map.of());
        shelf = new RulebookShelf(settings, topics, new InProcessTrial(), RulebookKeys.NONE);
        shelf.put(rulebook);
        Properties config = new Properties();
        config.put("application.id", "recorded");
        config.put("bootstrap.servers", "unused:1");
        FailureWatch failures = new FailureWatch(Clock.systemUTC(), (id, rule, reason) -> {});
        driver = new TopologyTestDriver(
                StepTopology.build(topics, shelf, failures, new StreamMeters(new SimpleMeterRegistry())), config);
        events = driver.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private List<String> values(String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(value -> value == null ? "" : new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    /** Its rulebook still compiles and has the same id. */
    @Test
    void itsRulebookIsTheSame() {
        assertThat(files.id()).isEqualTo(new String(recorded("rulebooks").get(0).key(), StandardCharsets.UTF_8));
        InForce inForce =
                ProjectionJson.readInForce(recorded("rulebooks").get(1).value());
        assertThat(inForce.now().rulebook()).isEqualTo(files.id()).isEqualTo(rulebook.id());
        assertThat(inForce.now().off()).containsOnlyKeys("night-burst");
        assertThat(inForce.past()).hasSize(1);
    }

    /** What is read and written again says all that it said before. */
    @Test
    void everyRecordIsReadWithoutLoss() {
        Map<String, Function<byte[], byte[]>> again = new LinkedHashMap<>();
        again.put("events", bytes -> EntryJson.write(EntryJson.read(bytes)));
        again.put("grants", bytes -> ProjectionJson.write(ProjectionJson.readGrants(bytes)));
        again.put("holds", bytes -> ProjectionJson.write(ProjectionJson.readHold(bytes)));
        again.put("cases", bytes -> CaseJson.write(CaseJson.read(bytes)));
        again.put("questions", bytes -> QuestionJson.write(QuestionJson.read(bytes)));
        again.put("rule-counts", bytes -> ProjectionJson.write(ProjectionJson.readCount(bytes), LATER));
        again.put("notices", RecordedVersionTest::notice);
        again.put("replies", RecordedVersionTest::reply);
        again.forEach((topic, write) -> recorded(topic)
                .forEach(line -> says(
                        JsonMapper.shared().readTree(write.apply(line.value())),
                        JsonMapper.shared().readTree(line.value()),
                        topic)));
    }

    private static byte[] notice(byte[] value) {
        return new String(value, StandardCharsets.UTF_8).startsWith("{\"next\"")
                ? NoticeJson.writePlace(NoticeJson.readPlace(value))
                : NoticeJson.write(NoticeJson.read(value));
    }

    private static byte[] reply(byte[] value) {
        return new String(value, StandardCharsets.UTF_8).startsWith("{\"verdict\"")
                ? AnswerJson.write(AnswerJson.readAnswer(value))
                : AnswerJson.write(AnswerJson.readDone(value));
    }

    /** A later version may say more, never less. The time of a count is that of its writing. */
    private static void says(JsonNode now, JsonNode before, String where) {
        if (before.isObject()) {
            before.properties().stream()
                    .filter(one -> !(where.equals("rule-counts") && one.getKey().equals("time")))
                    .forEach(one -> says(now.path(one.getKey()), one.getValue(), where + "/" + one.getKey()));
        } else if (before.isArray()) {
            assertThat(now.size()).as(where).isEqualTo(before.size());
            for (int i = 0; i < before.size(); i++) {
                says(now.get(i), before.get(i), where + "/" + i);
            }
        } else {
            assertThat(now).as(where).isEqualTo(before);
        }
    }

    @Test
    void everyStateIsReadAndLosesNothingWhenItIsWrittenAgain() {
        for (RecordedLine line : recorded("changelog accounts")) {
            AccountState state = AccountCodec.decode(line.value());
            assertThat(AccountCodec.decode(AccountCodec.encode(state))).isEqualTo(state);
        }
        assertThat(state("bob").hold()).isNotNull();
        assertThat(state("alice").grants().grants()).hasSize(1);
        Case open = cases("carol").open();
        assertThat(open).isNotNull();
        assertThat(open.state()).isEqualTo(Case.State.RELEASED);
        assertThat(cases("dave").all()).singleElement().satisfies(one -> assertThat(one.state())
                .isEqualTo(Case.State.CLOSED));
    }

    private static CaseSet cases(String who) {
        return Objects.requireNonNull(state(who).cases());
    }

    private static AccountState state(String who) {
        return recorded("changelog accounts").stream()
                .filter(line -> new String(line.key(), StandardCharsets.UTF_8).equals(who + "@isp.example"))
                .map(line -> AccountCodec.decode(line.value()))
                .findFirst()
                .orElseThrow();
    }

    /** Grants, holds, cases and counts go on where they were. */
    @Test
    void theStepGoesOnFromItsStores() {
        for (String store : List.of(StepProcessor.ACCOUNTS, StepProcessor.PLACES, StepProcessor.COUNTS)) {
            KeyValueStore<Bytes, byte[]> rows = driver.getKeyValueStore(store);
            recorded("changelog " + store).forEach(line -> rows.put(Bytes.wrap(line.key()), line.value()));
        }
        InForce inForce = ProjectionJson.readInForce(recorded("changelog places").stream()
                .filter(line -> new String(line.key(), StandardCharsets.UTF_8).equals("rulebook"))
                .findFirst()
                .orElseThrow()
                .value());
        events.pipeInput(new byte[0], EntryJson.write(inForce.now()));
        long sent = state("alice").profile().counters().acceptedMessages() + 1;
        put("alice", "DE");
        put("bob", "JP");
        put("erin", "DE");

        List<String> decisions = values(topics.decisions());
        assertThat(decisions).hasSize(3);
        assertThat(decisions.get(0))
                .contains("\"verdict\":\"accept\"", "\"grant\":\"", "\"accepted_messages\":" + sent);
        assertThat(decisions.get(1)).contains("\"verdict\":\"reject\"", "hold");
        assertThat(decisions.get(2)).contains("\"verdict\":\"reject\"", "overseas-without-grant");
        assertThat(values(topics.deadLetters())).isEmpty();
    }

    private void put(String who, String country) {
        String attempt = ("{'type':'mail','id':'later-" + who + "','time':'" + LATER + "','kind':'attempt','server':'',"
                        + "'channel':'submission','account':'" + who + "@isp.example','recipient_count':1,'size':0,"
                        + "'origin':{'kind':'country','country':'" + country + "','network':'91.10.20.0/24'}}")
                .replace('\'', '"');
        events.pipeInput(
                (who + "@isp.example").getBytes(StandardCharsets.UTF_8), attempt.getBytes(StandardCharsets.UTF_8));
    }

    /** From its first record on: each attempt is decided again, and no entry is set aside. */
    @Test
    void itsWholeLogIsSteppedAgain() {
        recorded("events").forEach(line -> events.pipeInput(line.key(), line.value()));

        assertThat(values(topics.deadLetters())).isEmpty();
        assertThat(ids(values(topics.decisions())))
                .isEqualTo(ids(recorded("decisions").stream()
                        .map(line -> new String(line.value(), StandardCharsets.UTF_8))
                        .toList()));
        assertThat(Arrays.asList(
                        values(topics.grants()).size(), values(topics.holds()).size()))
                .doesNotContain(0);
    }

    private static List<String> ids(List<String> decisions) {
        return decisions.stream()
                .map(decision -> JsonMapper.shared().readTree(decision))
                .map(decision -> decision.path("id").asString("") + " "
                        + decision.path("reference").asString(""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void itsAnswersAreUnderstood() {
        List<String> verdicts = recorded("replies").stream()
                .map(RecordedLine::value)
                .filter(value -> new String(value, StandardCharsets.UTF_8).startsWith("{\"verdict\""))
                .map(AnswerJson::readAnswer)
                .map(Answer::verdict)
                .map(verdict -> verdict.word())
                .distinct()
                .toList();
        assertThat(verdicts).containsExactlyInAnyOrder("accept", "reject", "defer");
    }
}
