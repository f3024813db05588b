package org.sekimori.stream.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.EventPosition;
import org.sekimori.stream.SourcePosition;
import org.sekimori.stream.StreamSettings;
import org.sekimori.stream.Topics;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.request.ReplyAddress;
import org.sekimori.stream.rulebook.ActivationVerifier;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.stream.rulebook.UnusableRulebookException;
import org.sekimori.trial.InProcessRulebookTrial;

@SuppressWarnings("NullAway.Init")
class StepTopologyTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static Rulebook japan;

    private final Topics topics = new Topics("t.");
    private final List<String> failing = new ArrayList<>();
    private RulebookCache cache;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> events;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    @BeforeEach
    void start() {
        StreamSettings settings = StreamSettings.builder("unused:1", "t.", Path.of("unused"), "test")
                .build();
        cache = new RulebookCache(settings, topics, new InProcessRulebookTrial(), RulebookHmacKeys.NONE);
        cache.put(japan);
        Properties config = new Properties();
        config.put("application.id", "StepTopologyTest");
        config.put("bootstrap.servers", "unused:1");
        driver = new TopologyTestDriver(
                StepTopology.build(
                        topics,
                        cache,
                        new RuleFailureMonitor(Clock.systemUTC(), (rulebook, rule, reason) -> failing.add(rule)),
                        new StepMeters(new SimpleMeterRegistry())),
                config);
        events = driver.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<String> values(String topic) {
        return output(topic).readValuesToList().stream()
                .map(value -> value == null ? "null" : new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    private void put(LogEntry entry, RecordHeaders headers) {
        byte[] key = ALICE.name().getBytes(StandardCharsets.UTF_8);
        events.pipeInput(new TestRecord<>(key, EntryJson.write(entry), headers, NOW));
    }

    private void activate() {
        put(new LogEntry.RulebookActivation(japan.id(), NOW, "test"), new RecordHeaders());
    }

    private static LogEntry attempt(String id, String country) {
        return mail(id, EventKind.ATTEMPT, country, 1);
    }

    private static LogEntry mail(String id, EventKind kind, String country, int recipients) {
        return new LogEntry.Mail(MailEvent.builder(id, NOW, kind, ALICE)
                .recipientCount(recipients)
                .origin(new Origin.Country(country, null, 0, new Origin.Source("test", null)))
                .build());
    }

    @Test
    void beforeTheFirstActivationNothingIsRefusedAndAfterItTheRulebookDecides() {
        put(attempt("e1", "DE"), new RecordHeaders());
        activate();
        put(attempt("e2", "DE"), new RecordHeaders());
        assertThat(values(topics.decisions()))
                .satisfiesExactly(
                        d -> assertThat(d).contains("\"verdict\":\"accept\"", "\"rulebook\":\"none\""),
                        d -> assertThat(d).contains("\"verdict\":\"reject\"", japan.id()));
    }

    @Test
    void decisionNamesTheEntryThatItWasMadeUpon() {
        activate();
        put(attempt("e1", "DE"), new RecordHeaders());
        put(attempt("e1", "DE"), new RecordHeaders());
        put(attempt("e2", "JP"), new RecordHeaders());
        assertThat(output(topics.decisions()).readRecordsToList())
                .extracting(decision -> EventPosition.of(decision.headers()))
                .containsExactly(new EventPosition(0, 1), new EventPosition(0, 3));
    }

    @Test
    void onlyWhoAsksIsAnswered() {
        activate();
        put(attempt("e1", "JP"), new RecordHeaders());
        RecordHeaders headers = new RecordHeaders();
        new ReplyAddress(5, 77, 1).set(headers);
        put(attempt("e2", "DE"), headers);
        var replies = output(topics.replies()).readRecordsToList();
        assertThat(replies).hasSize(1);
        assertThat(ReplyAddress.of(replies.get(0).key())).isEqualTo(new ReplyAddress(5, 77, 1));
        SubmissionAnswer answer = ReplyJson.readAnswer(replies.get(0).value());
        assertThat(answer.verdict().word()).isEqualTo("reject");
        assertThat(answer.text()).contains("Germany", answer.reference());
    }

    @Test
    void whatTheFollowerSendsAgainAfterACrashIsDropped() {
        activate();
        for (long offset : new long[] {10, 11, 12, 10, 11, 12, 13}) {
            RecordHeaders headers = new RecordHeaders();
            new SourcePosition(2, offset).set(headers);
            put(attempt("inbox-" + offset, "JP"), headers);
        }
        assertThat(values(topics.decisions())).hasSize(4).last().asString().contains("\"accepted_messages\":4");
    }

    @Test
    void aPoisonousRecordIsSetAsideAndTheNextIsDecided() {
        activate();
        byte[] key = ALICE.name().getBytes(StandardCharsets.UTF_8);
        events.pipeInput(key, "garbage".getBytes(StandardCharsets.UTF_8));
        events.pipeInput(key, new byte[0]);
        events.pipeInput(key, "{\"type\":\"mail\",\"id\":3}".getBytes(StandardCharsets.UTF_8));
        events.pipeInput(key, (byte[]) null);
        events.pipeInput(null, EntryJson.write(attempt("no key", "JP")));
        put(attempt("e1", "JP"), new RecordHeaders());
        assertThat(values(topics.deadLetters())).hasSize(5).allSatisfy(l -> assertThat(l)
                .contains("\"reason\":\""));
        assertThat(values(topics.decisions())).hasSize(1);
    }

    /** Written over, it would lose what a later version keeps: grants, holds and cases among it. */
    @Test
    void stateOfALaterVersionIsLeftAsItIsAndOtherAccountsAreSteppedOn() {
        activate();
        byte[] later = {99, 1, 2, 3};
        byte[] damaged = {4, 1, 2, 3};
        for (byte[] state : List.of(later, damaged, new byte[0])) {
            Bytes key = Bytes.wrap(ALICE.name().getBytes(StandardCharsets.UTF_8));
            driver.<Bytes, byte[]>getKeyValueStore(StepProcessor.ACCOUNTS).put(key, state);
            RecordHeaders headers = new RecordHeaders();
            new ReplyAddress(5, 77, 1).set(headers);
            put(attempt("e1", "DE"), new RecordHeaders());
            put(
                    new LogEntry.HoldRequest(new HoldCommand.Place("h1", ALICE, NOW, "desk", "cli", null, "stolen")),
                    headers);
            events.pipeInput(
                    "bob@isp.example".getBytes(StandardCharsets.UTF_8),
                    new String(EntryJson.write(attempt("e2", "JP")), StandardCharsets.UTF_8)
                            .replace("alice", "bob")
                            .getBytes(StandardCharsets.UTF_8));

            assertThat(driver.<Bytes, byte[]>getKeyValueStore(StepProcessor.ACCOUNTS)
                            .get(key))
                    .isEqualTo(state);
            assertThat(values(topics.deadLetters())).hasSize(2).allSatisfy(deadLetter -> assertThat(deadLetter)
                    .contains("account state")
                    .doesNotContain("alice"));
            CommandResult done = ReplyJson.readDone(
                    output(topics.replies()).readRecordsToList().get(0).value());
            assertThat(done.done()).isFalse();
            assertThat(done.problem()).contains("account state");
        }
        assertThat(values(topics.decisions())).hasSize(1);
    }

    /** Of a later version, or cut off: the count begins anew, and the place in the inbox is not known. */
    @Test
    void otherRowsThatCannotBeReadStopNothing() {
        activate();
        KeyValueStore<Bytes, byte[]> places = driver.getKeyValueStore(StepProcessor.PLACES);
        places.put(Bytes.wrap(new SourcePosition(2, 0).key()), new byte[] {1, 2, 3});
        RecordHeaders headers = new RecordHeaders();
        new SourcePosition(2, 10).set(headers);
        put(attempt("inbox-10", "JP"), headers);
        assertThat(values(topics.decisions())).hasSize(1);

        KeyValueStore<Bytes, byte[]> counts = driver.getKeyValueStore(StepProcessor.COUNTS);
        counts.put(Bytes.wrap("enforce spike".getBytes(StandardCharsets.UTF_8)), new byte[3]);
        counts.put(Bytes.wrap("jury spike".getBytes(StandardCharsets.UTF_8)), new byte[24]);
        counts.put(Bytes.wrap("shadow spike".getBytes(StandardCharsets.UTF_8)), new byte[24]);
        List<String> told = new ArrayList<>();
        new RuleCountStore(counts).drain(count -> told.add(count.role() + " " + count.rule()));
        assertThat(told).containsExactly("SHADOW spike");
    }

    @Test
    void anActivationInTheStoreThatCannotBeReadStopsTheStepWithTheWayOut() {
        activate();
        KeyValueStore<Bytes, byte[]> places = driver.getKeyValueStore(StepProcessor.PLACES);
        Bytes key = Bytes.wrap("rulebook".getBytes(StandardCharsets.US_ASCII));
        assertThat(places.get(key)).isNotNull();
        byte[] later = "{\"type\":\"rulebook_activated\",\"rulebook\":{}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> StepProcessor.activation(later, 3))
                .isInstanceOf(UnusableRulebookException.class)
                .hasMessageContaining("partition 3")
                .hasMessageContaining("run the version that wrote it");
    }

    @Test
    void grantsAreProjectedAsTheWholeSet() {
        activate();
        put(
                new LogEntry.GrantRequest(new GrantCommand.Open(
                        "g1", ALICE, NOW, "desk", "cli", null, null, new TreeSet<>(List.of("DE")), "")),
                new RecordHeaders());
        put(attempt("e1", "DE"), new RecordHeaders());
        assertThat(values(topics.grants())).singleElement().asString().contains("\"countries\":[\"DE\"]");
        assertThat(values(topics.audit())).singleElement().asString().contains("grant_open", "desk");
        assertThat(values(topics.decisions())).singleElement().asString().contains("\"grant\":\"");
    }

    @Test
    void casesAreProjectedAsTheWholeSetAndTakenBackWithTheirAccount() {
        activate();
        put(mail("e1", EventKind.ATTEMPT, "JP", 501), new RecordHeaders());
        put(mail("e2", EventKind.ACCOUNT_CLOSED, "JP", 0), new RecordHeaders());
        assertThat(values(topics.cases()))
                .satisfiesExactly(
                        set -> assertThat(set)
                                .startsWith("{\"cases\":[{\"id\":\"")
                                .contains("\"state\":\"flagged\"", "\"rule\":\"first-send-at-limit\""),
                        gone -> assertThat(gone).isEqualTo("null"));
        assertThat(values(topics.audit()))
                .satisfiesExactly(
                        line -> assertThat(line).contains("case_opened", "\"by\":\"sekimori\"", "\"case\":\""),
                        line -> assertThat(line).contains("account_closed"),
                        line -> assertThat(line).contains("case_closed", "\"case\":\""));
    }

    private static RulebookFiles overseas(String mode) throws Exception {
        String yml = "origin/overseas-without-grant/rule.yml";
        RulebookFiles files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        return files.with(yml, files.files().getOrDefault(yml, "").replace("mode: enforce", "mode: " + mode));
    }

    @Test
    void aCandidateIsAskedAndNeverActs() throws Exception {
        try (Rulebook candidate = shelved(overseas("shadow"))) {
            put(
                    new LogEntry.RulebookActivation(japan.id(), candidate.id(), new TreeMap<>(), NOW, "test"),
                    new RecordHeaders());
            put(attempt("e1", "DE"), new RecordHeaders());
            put(attempt("e2", "JP"), new RecordHeaders());
            assertThat(values(topics.decisions()))
                    .satisfiesExactly(
                            d -> assertThat(d)
                                    .contains("\"verdict\":\"reject\",\"code\":550")
                                    .contains("\"shadow\":{\"rulebook\":\"" + candidate.id()
                                            + "\",\"verdict\":\"accept\",\"findings\""),
                            d -> assertThat(d)
                                    .contains("\"verdict\":\"accept\"")
                                    .endsWith("\"shadow\":{\"rulebook\":\"" + candidate.id() + "\"}}"));
        }
    }

    @Test
    void aCandidateThatDividesByNothingDoesNotKeepTheOtherFromDeciding() throws Exception {
        String drl = "rule \"overseas-without-grant\" when s : Submission( country == \"DE\" ) then"
                + " s.defer(\"share\", \"share\", 1.0 / s.getSize()); end";
        try (Rulebook candidate = shelved(overseas("enforce").with("origin/overseas-without-grant/rule.drl", drl))) {
            activate(japan.id(), candidate.id());
            put(attempt("e1", "DE"), new RecordHeaders());
            assertThat(values(topics.deadLetters())).isEmpty();
            assertThat(values(topics.decisions()))
                    .singleElement(STRING)
                    .contains("\"verdict\":\"reject\",\"code\":550", "\"evidence\":{\"share\":\"Infinity\"}");
        }
    }

    @Test
    void aRuleThatIsSwitchedOffDoesNotDecide() {
        activate();
        put(attempt("e1", "DE"), new RecordHeaders());
        put(
                new LogEntry.RulebookActivation(
                        japan.id(), null, new TreeMap<>(Map.of("overseas-without-grant", "failed")), NOW, "test"),
                new RecordHeaders());
        put(attempt("e2", "DE"), new RecordHeaders());
        assertThat(values(topics.decisions()))
                .satisfiesExactly(d -> assertThat(d).contains("\"verdict\":\"reject\""), d -> assertThat(d)
                        .contains("\"verdict\":\"accept\"", japan.id()));
    }

    @Test
    void whatRulesDidIsCountedInTheirRoleAndToldOnce() throws Exception {
        try (Rulebook candidate = shelved(overseas("off"))) {
            activate(candidate.id(), japan.id());
            decideThree();
            assertThat(counts())
                    .containsExactly(
                            "{\"rule\":\"overseas-without-grant\",\"role\":\"candidate\",\"hits\":3,\"refusals\":3,\"flags\":0}");
            assertThat(counts()).isEmpty();
        }
    }

    @Test
    void whatACandidateSaysAsWellIsCountedForTheOneThatDecidesOnly() throws Exception {
        try (Rulebook candidate = shelved(overseas("shadow"))) {
            activate(candidate.id(), japan.id());
            decideThree();
            assertThat(counts())
                    .containsExactly(
                            "{\"rule\":\"overseas-without-grant\",\"role\":\"shadow\",\"hits\":3,\"refusals\":3,\"flags\":0}");
        }
    }

    @Test
    void anActivationThatCannotBeFollowedStopsTheStepInsteadOfBeingSetAside() {
        RecordHeaders headers = new RecordHeaders();
        LogEntry unknown = new LogEntry.RulebookActivation("0000000000000000", NOW, "test");
        assertThatThrownBy(() -> put(unknown, headers)).isInstanceOf(StreamsException.class);
        assertThat(values(topics.deadLetters())).isEmpty();
    }

    private void activate(String rulebook, String candidate) {
        put(new LogEntry.RulebookActivation(rulebook, candidate, new TreeMap<>(), NOW, "test"), new RecordHeaders());
    }

    private void decideThree() {
        for (String id : List.of("e1", "e2", "e3")) {
            put(attempt(id, "DE"), new RecordHeaders());
        }
        put(attempt("e4", "JP"), new RecordHeaders());
    }

    private List<String> counts() {
        driver.advanceWallClockTime(RuleCountStore.BETWEEN);
        return values(topics.ruleCounts()).stream()
                .map(json -> json.replaceFirst("\"time\":\"[^\"]*\",", ""))
                .toList();
    }

    /** Another rulebook where the step finds it. */
    private Rulebook shelved(RulebookFiles files) throws Exception {
        Rulebook rulebook = Rulebook.compile(files);
        cache.put(rulebook);
        return rulebook;
    }

    private static LogEntry answered(String id, String verdict, SubmissionAnswer.Source source) {
        return new LogEntry.AnswerGiven(ALICE, id, NOW, verdict, source.word(), "postfix@mx1", 900);
    }

    /** The state is spoilt after the decision, so that reading it would be noticed. */
    @Test
    void anAnswerOfTheLogThatIsTheDecisionCostsNoLookAtTheAccount() {
        activate();
        put(attempt("e1", "DE"), new RecordHeaders());
        KeyValueStore<Bytes, byte[]> accounts = driver.getKeyValueStore(StepProcessor.ACCOUNTS);
        Bytes key = Bytes.wrap(ALICE.name().getBytes(StandardCharsets.UTF_8));
        accounts.put(key, new byte[] {1});

        put(answered("e1", "reject", SubmissionAnswer.Source.LOG), new RecordHeaders());

        assertThat(values(topics.deadLetters())).isEmpty();
        put(answered("e1", "reject", SubmissionAnswer.Source.FALLBACK), new RecordHeaders());
        put(answered("e2", "reject", SubmissionAnswer.Source.LOG), new RecordHeaders());
        assertThat(values(topics.deadLetters()))
                .as("what cannot be recognised is compared with the account")
                .hasSize(2);
    }

    @Test
    void anAnswerThatIsNotTheDecisionIsAudited() {
        activate();
        put(attempt("e1", "DE"), new RecordHeaders());
        put(attempt("e2", "JP"), new RecordHeaders());
        put(answered("e1", "accept", SubmissionAnswer.Source.LOG), new RecordHeaders());
        put(answered("e2", "accept", SubmissionAnswer.Source.LOG), new RecordHeaders());
        assertThat(values(topics.audit())).singleElement(STRING).contains("answer_differs", "event e1", "accept");
    }

    @Test
    void theRepliesToRequestsOfThisProcessDoNotGoThroughTheBroker() {
        driver.close();
        List<String> taken = new ArrayList<>();
        Properties config = new Properties();
        config.put("application.id", "StepTopologyTest");
        config.put("bootstrap.servers", "unused:1");
        driver = new TopologyTestDriver(
                StepTopology.build(
                        topics,
                        cache,
                        new RuleFailureMonitor(Clock.systemUTC(), (rulebook, rule, reason) -> failing.add(rule)),
                        new StepMeters(new SimpleMeterRegistry()),
                        new ActivationVerifier(RulebookHmacKeys.NONE, ""),
                        (to, reply) -> to.door() == 7
                                && taken.add(to.correlation() + " "
                                        + ReplyJson.readAnswer(reply).verdict().word()),
                        null),
                config);
        events = driver.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
        activate();
        RecordHeaders own = new RecordHeaders();
        new ReplyAddress(3, 7, 42).set(own);
        RecordHeaders ofAnother = new RecordHeaders();
        new ReplyAddress(3, 8, 43).set(ofAnother);

        put(attempt("e1", "DE"), own);
        put(attempt("e2", "DE"), ofAnother);

        assertThat(taken).containsExactly("42 reject");
        assertThat(output(topics.replies()).readRecordsToList())
                .singleElement()
                .satisfies(reply -> assertThat(ReplyAddress.of(reply.key())).isEqualTo(new ReplyAddress(3, 8, 43)));
        assertThat(values(topics.decisions())).hasSize(2);
    }
}
