package org.sekimori.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.json.AuditJson;
import org.sekimori.stream.json.DeadLetterJson;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.RulebookJson;
import org.sekimori.stream.notice.NoticeRecord;
import org.sekimori.stream.notice.NoticeRecordJson;
import org.sekimori.stream.request.ReplyAddress;
import org.sekimori.stream.rulebook.ActivationLog;
import org.sekimori.stream.rulebook.RuleFailureMonitor;
import org.sekimori.stream.rulebook.RulebookCache;
import org.sekimori.stream.rulebook.RulebookHmacKeys;
import org.sekimori.stream.step.RuleCountStore;
import org.sekimori.stream.step.StepMeters;
import org.sekimori.stream.step.StepProcessor;
import org.sekimori.stream.step.StepTopology;
import org.sekimori.trial.InProcessRulebookTrial;

/**
 * Writes down what this version puts on every topic and into every store, for {@link VersionCompatibilityTest} of later versions. Run it
 * once for each release, in the top folder, from a build of that release:
 *
 * <pre>{@code
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) org.sekimori.stream.CompatibilityRecorder \
 *     src/test/resources/org/sekimori/stream/recorded-0.1.0.ndjson
 * }</pre>
 *
 * Each line is a {@link CompatibilityRecord}. What stands there is never changed by hand.
 */
final class CompatibilityRecorder {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private final List<CompatibilityRecord> lines = new ArrayList<>();
    private final Topics topics = new Topics("");
    private final Rulebook rulebook;
    private final RulebookFiles files;

    private CompatibilityRecorder() throws Exception {
        files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        rulebook = Rulebook.compile(files);
    }

    public static void main(String[] args) throws Exception {
        new CompatibilityRecorder().record(Path.of(args[0]));
    }

    private void record(Path file) throws IOException {
        rulebooks();
        inbox();
        step();
        notices();
        Files.writeString(file, lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining()));
    }

    private void rulebooks() {
        RulebookHistory inForce = RulebookHistory.first("0123456789abcdef", NOW.minusSeconds(60), "node-1")
                .publish(rulebook.id(), NOW, "sato")
                .withCandidate("00000000000000aa", NOW, "sato")
                .disableRule("night-burst", "failed 20 times", NOW, "node-1");
        add(topics.rulebooks(), text(files.id()), RulebookJson.write(files));
        add(topics.rulebooks(), ActivationLog.IN_FORCE, RulebookJson.write(inForce));
        add(topics.audit(), text(files.id()), AuditJson.write(inForce.now(), "rulebook_publish"));
    }

    private void inbox() throws IOException {
        for (String event : Files.readAllLines(Path.of("docs/examples/recorded.ndjson"))) {
            add(topics.inbox(), new byte[0], text(event));
        }
        add(topics.deadLetters(), text("inbox-0@7"), DeadLetterJson.write(NOW, "inbox-0@7", "not JSON", "***"));
    }

    private void notices() {
        TreeMap<String, String> facts = new TreeMap<>(Map.of("country", "DE", "until", NOW.toString()));
        NoticeRecord due = NoticeRecord.due(
                "case/customer/carol@isp.example/K7QX-3M2P/0",
                "case-opened",
                "customer",
                "carol@isp.example",
                "K7QX-3M2P",
                NOW,
                facts);
        List<NoticeRecord> entries = new ArrayList<>(List.of(due, due.sending(NOW)));
        entries.add(due.sending(NOW).retryAt(NOW, NOW.plusSeconds(30), "the mail server put it off with 421"));
        for (NoticeRecord.State state : NoticeRecord.State.values()) {
            entries.add(due.ended(state, NOW, "a reason"));
        }
        entries.forEach(entry -> add(topics.notices(), text(entry.key()), NoticeRecordJson.write(entry)));
        add(topics.notices(), text(NoticeRecordJson.place(3)), NoticeRecordJson.writePlace(128));
    }

    /** Accounts of all sorts, stepped under the rulebook; the rows of the stores are what the changelogs carry. */
    private void step() {
        StreamSettings settings = StreamSettings.builder("unused:1", "", Path.of("unused"), "record")
                .build();
        RulebookCache cache = new RulebookCache(settings, topics, new InProcessRulebookTrial(), RulebookHmacKeys.NONE);
        cache.put(rulebook);
        Properties config = new Properties();
        config.put("application.id", "record");
        config.put("bootstrap.servers", "unused:1");
        RuleFailureMonitor failures = new RuleFailureMonitor(Clock.systemUTC(), (id, rule, reason) -> {});
        try (TopologyTestDriver driver = new TopologyTestDriver(
                StepTopology.build(topics, cache, failures, new StepMeters(new SimpleMeterRegistry())), config)) {
            TestInputTopic<byte[], byte[]> events =
                    driver.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
            entries().forEach(entry -> put(events, entry));
            outputs(driver, topics);
            for (String store : List.of(StepProcessor.ACCOUNTS, StepProcessor.PLACES, StepProcessor.COUNTS)) {
                KeyValueStore<Bytes, byte[]> rows = driver.getKeyValueStore(store);
                try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
                    while (all.hasNext()) {
                        KeyValue<Bytes, byte[]> row = all.next();
                        add("changelog " + store, row.key.get(), row.value);
                    }
                }
            }
            driver.advanceWallClockTime(RuleCountStore.BETWEEN);
            outputs(driver, topics);
        }
    }

    private void put(TestInputTopic<byte[], byte[]> events, String entry) {
        byte[] value = EntryJson.write(EntryJson.read(text(entry)));
        String account = entry.replaceFirst(".*\"account\":\"([^\"]*)\".*", "$1");
        byte[] key = text(entry.contains("rulebook_activated") ? rulebook.id() : account);
        RecordHeaders headers = new RecordHeaders();
        new ReplyAddress(5, 77, lines.size()).set(headers);
        add(topics.events(), key, value);
        events.pipeInput(new TestRecord<>(key, value, headers, NOW));
    }

    private void outputs(TopologyTestDriver driver, Topics all) {
        for (String topic : List.of(
                all.decisions(),
                all.replies(),
                all.grants(),
                all.holds(),
                all.cases(),
                all.questions(),
                all.ruleCounts(),
                all.audit(),
                all.deadLetters())) {
            driver
                    .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .stream()
                    .filter(record -> record.value() != null)
                    .forEach(record -> add(topic, record.key(), record.value()));
        }
    }

    private List<String> entries() {
        List<String> all = new ArrayList<>();
        all.add("{'type':'rulebook_activated','rulebook':'" + rulebook.id() + "','time':'" + NOW + "','by':'sato'}");
        IntStream.range(0, 12).forEach(i -> all.add(attempt("alice", "a" + i, "JP", "133.11.93.0/24", 1 + i % 3)));
        all.add(happened("alice", "o1", "accepted"));
        all.add(happened("alice", "o2", "bounced"));
        all.add(happened("alice", "o3", "auth_failed"));
        all.add(attempt("alice", "a90", "DE", "91.10.20.0/24", 2));
        all.add(command(
                "grant_open", "alice", "'until':'2026-06-05T00:00:00Z','countries':['DE','FR'],'reason':'trip'"));
        all.add(attempt("alice", "a91", "DE", "91.10.20.0/24", 2));
        all.add(command("grant_extend", "alice", "'reason':''"));
        all.add(command("hold_place", "bob", "'until':'2026-06-03T00:00:00Z','reason':'stolen'"));
        all.add(attempt("bob", "b1", "JP", "133.11.93.0/24", 1));
        all.add(attempt("carol", "c1", "JP", "133.11.93.0/24", 501));
        all.add(command("case_assign", "carol", "'assignee':'sato'"));
        all.add(command("case_move", "carol", "'to':'cleaned','reason':'by telephone'"));
        all.add(command("case_move", "carol", "'to':'password_changed','reason':''"));
        all.add(command("case_release", "carol", "'vouched':true,'reason':'she called'"));
        all.add(attempt("dave", "d1", "JP", "133.11.93.0/24", 502));
        all.add(command("case_close", "dave", "'outcome':'false_positive','vouched':true,'reason':'newsletter'"));
        all.add(command("origin_misjudged", "alice", "'reference':'K7QX-3M2P','actual_country':'JP','reason':'home'"));
        all.add("{'type':'answered','event_id':'a90','time':'" + NOW + "','account':'alice@isp.example',"
                + "'verdict':'reject','source':'log','door':'postfix','took_us':1350}");
        all.add(command("hold_place", "erin", "'reason':'word of mouth'"));
        all.add(command("hold_release", "erin", "'vouched':true,'reason':'checked'"));
        all.add(command("case_report", "erin", "'reference':'','reason':'complaint'"));
        all.add(command("case_comment", "erin", "'text':'called, no answer'"));
        all.replaceAll(entry -> entry.replace('\'', '"'));
        return all;
    }

    private static String attempt(String who, String id, String country, String network, int recipients) {
        String at = NOW.plusSeconds(Integer.parseInt(id.substring(1))).toString();
        return "{'type':'mail','id':'" + id + "','time':'" + at + "','kind':'attempt','server':'mx1.isp.example',"
                + "'channel':'submission','account':'" + who + "@isp.example','client_address':'"
                + network.replace("0/24", "7") + "','sender':'" + who + "@isp.example','recipients':["
                + Arrays.stream(new int[] {1, recipients})
                        .mapToObj(i -> "'0123456789abcde" + i % 10 + "@sink.example'")
                        .distinct()
                        .collect(Collectors.joining(","))
                + "],'recipient_count':" + recipients + ",'size':2048,'queue_id':'4jZ3RH72Q" + id
                + "','origin':{'kind':'country','country':'" + country
                + "','asn':3320,'database':'GeoLite2-Country','built':'2026-05-20','network':'" + network + "'}}";
    }

    private static String happened(String who, String id, String kind) {
        return "{'type':'mail','id':'" + id + "','time':'" + NOW.plusSeconds(60) + "','kind':'" + kind
                + "','server':'mx1.isp.example','channel':'submission','account':'" + who
                + "@isp.example','recipient_count':1,'size':0,'queue_id':'4jZ3RH72Qa1','status_code':'5.1.1',"
                + "'origin':{'kind':'unknown','reason':'no_address'}}";
    }

    private static String command(String type, String who, String more) {
        return "{'type':'" + type + "','id':'" + type + "-" + who + Math.floorMod(more.hashCode(), 1000) + "','time':'"
                + NOW.plusSeconds(120) + "','account':'" + who + "@isp.example','by':'sato','channel':'cli',"
                + more + "}";
    }

    private void add(String topic, byte[] key, byte[] value) {
        lines.add(CompatibilityRecord.of(topic, key, value));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
