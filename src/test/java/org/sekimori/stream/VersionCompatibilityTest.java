package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.json.OwnerQuestionJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.notice.NoticeRecordJson;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.stream.step.StepMeters;
import org.sekimori.stream.step.StepProcessor;
import org.sekimori.stream.step.StepTopology;
import org.sekimori.trial.InProcessRulebookTrial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the version before wrote (commit 5caeb40) is read, and stepped on from: every topic, every store, its rulebook. See {@link
 * CompatibilityRecorder}.
 */
@SuppressWarnings("NullAway.Init")
class VersionCompatibilityTest {

    private static final Path RECORDED = Path.of("src/test/resources/org/sekimori/stream/recorded-0.1.0.ndjson");
    private static final Instant LATER = Instant.parse("2026-06-01T10:00:00Z");

    private static List<CompatibilityRecord> lines;
    private static RulebookFiles files;
    private static Rulebook rulebook;

    private final Topics topics = new Topics("");
    private RulebookCache cache;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;

    @BeforeAll
    static void read() throws Exception {
        lines = Files.readAllLines(RECORDED).stream()
                .map(CompatibilityRecord::read)
                .toList();
        files = RulebookJson.readFiles(recorded("rulebooks").get(0).value());
        rulebook = Rulebook.compile(files);
    }

    @AfterAll
    static void release() {
        rulebook.close();
    }

    private static List<CompatibilityRecord> recorded(String topic) {
        List<CompatibilityRecord> found =
                lines.stream().filter(line -> line.topic().equals(topic)).toList();
        assertThat(found).as(topic).isNotEmpty();
        return found;
    }

    @BeforeEach
    void start() throws Exception {
        StreamSettings settings = StreamSettings.builder("unused:1", "", Path.of("unused"), "test")
                .build();
        cache = new RulebookCache(settings, topics, new InProcessRulebookTrial(), RulebookHmacKeys.NONE);
        cache.put(rulebook);
        Properties config = new Properties();
        config.put("application.id", "recorded");
        config.put("bootstrap.servers", "unused:1");
        RuleFailureMonitor failures = new RuleFailureMonitor(Clock.systemUTC(), (id, rule, reason) -> {});
        driver = new TopologyTestDriver(
                StepTopology.build(topics, cache, failures, new StepMeters(new SimpleMeterRegistry())), config);
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
        RulebookHistory inForce =
                RulebookJson.readHistory(recorded("rulebooks").get(1).value());
        assertThat(inForce.now().rulebook()).isEqualTo(files.id()).isEqualTo(rulebook.id());
        assertThat(inForce.now().off()).containsOnlyKeys("night-burst");
        assertThat(inForce.predecessors()).hasSize(1);
    }

    /** What is read and written again says all that it said before. */
    @Test
    void everyRecordIsReadWithoutLoss() {
        Map<String, Function<byte[], byte[]>> again = new LinkedHashMap<>();
        again.put("events", bytes -> EntryJson.write(EntryJson.read(bytes)));
        again.put("grants", bytes -> GrantSetJson.write(GrantSetJson.read(bytes)));
        again.put("holds", bytes -> HoldJson.write(HoldJson.read(bytes)));
        again.put("cases", bytes -> CaseSetJson.write(CaseSetJson.read(bytes)));
        again.put("questions", bytes -> OwnerQuestionJson.write(OwnerQuestionJson.read(bytes)));
        again.put("rule-counts", bytes -> RuleHitCountJson.write(RuleHitCountJson.read(bytes), LATER));
        again.put("notices", VersionCompatibilityTest::notice);
        again.put("replies", VersionCompatibilityTest::reply);
        again.forEach((topic, write) -> recorded(topic)
                .forEach(line -> says(
                        JsonMapper.shared().readTree(write.apply(line.value())),
                        JsonMapper.shared().readTree(line.value()),
                        topic)));
    }

    private static byte[] notice(byte[] value) {
        return new String(value, StandardCharsets.UTF_8).startsWith("{\"next\"")
                ? NoticeRecordJson.writePlace(NoticeRecordJson.readPlace(value))
                : NoticeRecordJson.write(NoticeRecordJson.read(value));
    }

    private static byte[] reply(byte[] value) {
        return new String(value, StandardCharsets.UTF_8).startsWith("{\"verdict\"")
                ? ReplyJson.write(ReplyJson.readAnswer(value))
                : ReplyJson.write(ReplyJson.readDone(value));
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
        for (CompatibilityRecord line : recorded("changelog accounts")) {
            AccountState state = AccountStateCodec.decode(line.value());
            assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state)))
                    .isEqualTo(state);
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
                .map(line -> AccountStateCodec.decode(line.value()))
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
        RulebookHistory inForce = RulebookJson.readHistory(recorded("changelog places").stream()
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
                .map(CompatibilityRecord::value)
                .filter(value -> new String(value, StandardCharsets.UTF_8).startsWith("{\"verdict\""))
                .map(ReplyJson::readAnswer)
                .map(SubmissionAnswer::verdict)
                .map(verdict -> verdict.word())
                .distinct()
                .toList();
        assertThat(verdicts).containsExactlyInAnyOrder("accept", "reject", "defer");
    }
}
