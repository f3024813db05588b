package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.engine.StepOutput.CaseAfterCommand;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;
import org.sekimori.intake.event.EventReaderFixture;
import org.sekimori.mail.Account;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.GrantSetJson;
import org.sekimori.stream.json.HoldJson;
import org.sekimori.stream.json.OwnerQuestionJson;
import org.sekimori.stream.json.ReplyJson;
import org.sekimori.stream.json.RuleHitCountJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecordJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * During a rolling upgrade an instance of this version reads what one of a later version writes: properties that it does not know, at
 * any depth, say nothing to it; what it cannot understand is unreadable, with a reason, and nothing else.
 */
class ForwardCompatibilityTest {

    private static final Instant TIME = EventReaderFixture.NOW;
    private static final Account ALICE = Account.of("alice@isp.example");

    /** Objects whose names are data: a text more would be data, too. */
    private static final Set<String> MAPS = Set.of("off", "facts", "files");

    /** One record of a topic, and how it is read. */
    record Sample(String name, byte[] written, Function<byte[], Object> reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                        RecordSchemaTest.entries().stream()
                                .map(entry -> new Sample("events " + entry, EntryJson.write(entry), EntryJson::read)),
                        cases(),
                        replies(),
                        others())
                .flatMap(all -> all);
    }

    private static Stream<Sample> cases() {
        return Stream.of(
                        new CaseSet(RecordSchemaTest.flagged(2), List.of()),
                        new CaseSet(RecordSchemaTest.flagged(1), List.of(RecordSchemaTest.closed())))
                .map(set -> new Sample("cases", CaseSetJson.write(set), CaseSetJson::read));
    }

    private static GrantSet grants() {
        return new GrantSet(List.of(new Grant(
                "K7QX-3M2P", TIME, TIME.plusSeconds(1), new TreeSet<>(List.of("DE")), "bob", "cli", TIME, "", false)));
    }

    private static Stream<Sample> replies() {
        SubmissionAnswer refused = new SubmissionAnswer(
                new Verdict.Reject(550, "5.7.1"), "お断り", "No", "7K3F-9Q2M", SubmissionAnswer.Source.LOG);
        return Stream.of(
                new Sample("replies answer", ReplyJson.write(refused), ReplyJson::readAnswer),
                new Sample(
                        "replies done",
                        ReplyJson.write(new CommandResult(
                                true, "", grants(), new CaseAfterCommand("K7QX-3M2P", 3, "flagged", false))),
                        ReplyJson::readDone));
    }

    private static Stream<Sample> others() {
        RulebookHistory inForce = RulebookHistory.first("9f2c", TIME, "node-1")
                .publish("77aa", TIME.plusSeconds(1), "sato")
                .disableRule("spike", "failed 20 times", TIME.plusSeconds(3), "node-1");
        NoticeRecord notice = NoticeRecord.due(
                        "case/desk/a/1/0",
                        "case-opened",
                        "desk",
                        ALICE.name(),
                        "1",
                        TIME,
                        new TreeMap<>(Map.of("a", "b")))
                .sending(TIME)
                .retryAt(TIME, TIME.plusSeconds(30), "421");
        RulebookFiles files = new RulebookFiles(new TreeMap<>(Map.of("policy.yml", "home: [JP]\n")));
        Hold hold = new Hold("bob", TIME, TIME.plusSeconds(60), "burst");
        RuleHitCount count = new RuleHitCount("spike", RuleHitCount.Role.CANDIDATE, 3, 2, 1);
        OwnerQuestionRaised question =
                new OwnerQuestionRaised(ALICE, TIME, "K7QX-3M2P", "DE", "91.0.1.0/24", "91.0.1.7");
        return Stream.of(
                new Sample("grants", GrantSetJson.write(grants()), GrantSetJson::read),
                new Sample("holds", HoldJson.write(hold), HoldJson::read),
                new Sample("questions", OwnerQuestionJson.write(question), OwnerQuestionJson::read),
                new Sample("notices", NoticeRecordJson.write(notice), NoticeRecordJson::read),
                new Sample("notices place", NoticeRecordJson.writePlace(17), NoticeRecordJson::readPlace),
                new Sample("rulebooks", RulebookJson.write(files), RulebookJson::readFiles),
                new Sample("rulebooks in-force", RulebookJson.write(inForce), RulebookJson::readHistory),
                new Sample("rule-counts", RuleHitCountJson.write(count, TIME), RuleHitCountJson::read),
                new Sample(
                        "inbox",
                        EventReaderFixture.attempt(
                                        "\"client_address\":\"91.10.20.30\",\"recipients\":[\"bob@sink.example\"],\"id\":\"x1\"")
                                .getBytes(StandardCharsets.UTF_8),
                        ForwardCompatibilityTest::fromInbox));
    }

    private static Object fromInbox(byte[] payload) {
        if (EventReaderFixture.read(payload) instanceof InboxDecoder.DecodedEvent admitted) {
            return admitted.event();
        }
        throw new UnreadableRecordException(EventReaderFixture.reason(EventReaderFixture.read(payload)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatItDoesNotKnowIsSkippedWhereverItStands(Sample sample) {
        Object value = sample.reader().apply(sample.written());
        JsonNode root = JsonMapper.shared().readTree(sample.written());
        for (JsonNode later : insertions(root)) {
            byte[] bytes = JsonMapper.shared().writeValueAsBytes(later);
            assertThatCode(() -> assertThat(sample.reader().apply(bytes)).isEqualTo(value))
                    .as(later.toString())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatHasAnotherTypeOrAnUnknownWordIsReadOrRefusedWithAReason(Sample sample) {
        JsonNode root = JsonMapper.shared().readTree(sample.written());
        for (JsonNode later : replacements(root)) {
            byte[] bytes = JsonMapper.shared().writeValueAsBytes(later);
            Throwable problem = catchThrowable(() -> sample.reader().apply(bytes));
            if (problem != null) {
                assertThat(problem).as(later.toString()).isInstanceOf(UnreadableRecordException.class);
                assertThat(problem.getMessage()).isNotBlank();
            }
        }
    }

    /** Or an entry of a later release would not be tried here. */
    @Test
    void everyTypeOfEntryIsAmongTheSamples() {
        Set<Class<?>> written = RecordSchemaTest.entries().stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry), command(entry)))
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(written).containsAll(leaves(LogEntry.class));
        written.stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(component -> component.getType())
                .filter(Class::isSealed)
                .filter(type -> type.getSimpleName().endsWith("Command"))
                .forEach(type -> assertThat(written).containsAll(leaves(type)));
    }

    private static Stream<Object> command(LogEntry entry) {
        return Arrays.stream(entry.getClass().getRecordComponents())
                .filter(component -> component.getType().isSealed())
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(entry);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(one -> leaves(one).stream())
                        .toList()
                : List.of(type);
    }

    @Test
    void anEntryOfAnUnknownTypeSaysThatALaterVersionMayHaveWrittenIt() {
        byte[] later = """
                {"type":"quarantine_begin","id":"c1","time":"2026-06-01T12:00:00Z","account":"alice@isp.example",\
                "by":"sato","channel":"cli","scope":{"account":"mallory@isp.example","type":"mail"}}""".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> EntryJson.read(later))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("quarantine_begin")
                .hasMessageContaining("newer");
    }

    /** An array was read to its end without a look whether it is one: this filled the memory. */
    @Test
    void aListThatIsNoListIsRefused() {
        for (String later : List.of(
                "{\"type\":\"mail\",\"id\":\"a\",\"recipients\":\"all\"}",
                "{\"type\":\"grant_open\",\"id\":\"a\",\"countries\":\"all\"}",
                "{\"type\":\"rulebook_activated\",\"rulebook\":\"9f2c\",\"off\":[\"spike\"]}")) {
            assertThatThrownBy(() -> EntryJson.read(later.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void aTimeThatIsNoneIsUnreadableInEveryTopic() {
        samples().forEach(sample -> {
            String text = new String(sample.written(), StandardCharsets.UTF_8);
            byte[] later =
                    text.replaceAll("\"20\\d\\d-[^\"]*\"", "\"tomorrow\"").getBytes(StandardCharsets.UTF_8);
            Throwable problem = catchThrowable(() -> sample.reader().apply(later));
            if (problem != null) {
                assertThat(problem).as(sample.name()).isInstanceOf(UnreadableRecordException.class);
            }
        });
    }

    /** A copy for each object in a record and each thing that a later version may have put there. */
    private static List<JsonNode> insertions(JsonNode root) {
        List<JsonNode> all = new ArrayList<>();
        List<String> names = new ArrayList<>();
        walk(root, "", (path, object) -> names.addAll(object.propertyNames()));
        walk(root, "", (path, object) -> {
            for (JsonNode unknown : unknown(names, MAPS.contains(lastName(path)))) {
                all.add(changed(root, path, one -> one.set("later", unknown)));
                all.add(changed(root, path, one -> first(one, unknown)));
            }
        });
        return all;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<JsonNode> unknown(List<String> names, boolean map) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode same = nodes.objectNode();
        names.forEach(name -> same.put(name, "later"));
        ObjectNode deep = nodes.objectNode();
        names.forEach(name -> deep.set(name, same));
        deep.set("later", nodes.arrayNode().add(same).add(nodes.arrayNode().add(same)));
        List<JsonNode> all = new ArrayList<>(List.of(
                same,
                deep,
                nodes.objectNode(),
                nodes.arrayNode(),
                nodes.arrayNode().add(deep).add("later").add(7),
                nodes.numberNode(7),
                nodes.numberNode(0.5),
                nodes.booleanNode(true),
                nodes.nullNode()));
        if (!map) {
            all.add(nodes.stringNode("later"));
        }
        // A rulebook is the whole of its files: one that is no text is refused, not left out.
        return map && names.contains("policy.yml") ? List.of() : all;
    }

    /** Behind the type, which stands first in every version. */
    private static void first(ObjectNode object, JsonNode unknown) {
        Map<String, JsonNode> before = new LinkedHashMap<>();
        object.properties().forEach(one -> before.put(one.getKey(), one.getValue()));
        object.removeAll();
        if (before.containsKey("type")) {
            object.set("type", before.get("type"));
        }
        object.set("later", unknown);
        before.forEach(object::set);
    }

    private static List<JsonNode> replacements(JsonNode root) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        List<JsonNode> values = List.of(
                nodes.objectNode().put("id", "later").put("time", "later"),
                nodes.arrayNode().add("later"),
                nodes.arrayNode().add(nodes.objectNode()),
                nodes.stringNode("later"),
                nodes.stringNode(""),
                nodes.numberNode(-1),
                nodes.numberNode(0.5),
                nodes.numberNode(Long.MAX_VALUE),
                nodes.booleanNode(true),
                nodes.nullNode());
        List<JsonNode> all = new ArrayList<>();
        walk(root, "", (path, object) -> object.propertyNames()
                .forEach(name -> values.forEach(value -> all.add(changed(root, path, one -> one.set(name, value))))));
        return all;
    }

    private interface Visitor {
        void see(String path, ObjectNode object);
    }

    private static void walk(JsonNode node, String path, Visitor visitor) {
        if (node instanceof ObjectNode object) {
            visitor.see(path, object);
            object.properties().forEach(one -> walk(one.getValue(), path + "/" + one.getKey(), visitor));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                walk(array.get(i), path + "/" + i, visitor);
            }
        }
    }

    private static JsonNode changed(JsonNode root, String path, Consumer<ObjectNode> change) {
        JsonNode copy = root.deepCopy();
        change.accept((ObjectNode) copy.at(path));
        return copy;
    }
}
