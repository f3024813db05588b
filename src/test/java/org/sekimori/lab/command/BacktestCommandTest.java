package org.sekimori.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import org.sekimori.rules.SomeShippedRules;
import org.sekimori.rules.TestPolicy;
import org.sekimori.rules.policy.DomainPolicies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A candidate with other limits over hand-made days. */
@SuppressWarnings("NullAway.Init")
class BacktestCommandTest {

    @TempDir
    private static Path shared;

    private static Path strict;
    private static Path lenient;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeAll
    static void rulebooks() throws IOException {
        strict = rulebook("strict", 3);
        lenient = rulebook("lenient", 6);
    }

    private static Path rulebook(String name, int messages) throws IOException {
        Path rules = shared.resolve(name);
        String policy = """
                defaults:
                  home: [JP]
                  time_zone: Asia/Tokyo
                  limits: {messages_per_hour: %d}
                """.formatted(messages);
        SomeShippedRules.write(rules, "overseas-without-grant", "send-limit", "sudden-spike");
        Files.writeString(rules.resolve(DomainPolicies.FILE), TestPolicy.of(policy));
        return rules;
    }

    @BeforeEach
    void recording() throws IOException {
        file = Files.writeString(folder.resolve("mail.ndjson"), String.join("\n", lines()) + "\n");
    }

    private static String event(String account, int day, int minute, String address) {
        return """
                {"time":"2026-06-%02dT03:%02d:00Z","kind":"attempt","account":"%s","client_address":"%s",\
                "recipients":["secret@example.net"],"size":2048}""".formatted(day, minute, account, address);
    }

    /** On each of ten days alice sends 5 messages in an hour, bob 2, carol 8, and dave one from Germany. */
    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int day = 1; day <= 10; day++) {
            for (int minute = 0; minute < 8; minute++) {
                if (minute < 5) {
                    lines.add(event("Alice@isp.example", day, minute, "133.11.93.10"));
                }
                if (minute < 2) {
                    lines.add(event("bob@isp.example", day, minute, "133.11.93.11"));
                }
                lines.add(event("<b>carol</b>@jp.example", day, minute, "133.11.93.12"));
            }
            lines.add(event("dave@isp.example", day, 9, "91.10.20.30"));
        }
        return lines;
    }

    private static CommandRun backtest(Path recording, String... more) {
        List<String> arguments = new ArrayList<>(List.of("backtest", recording.toString()));
        if (!List.of(more).contains("--rules")) {
            arguments.addAll(List.of("--rules", strict.toString()));
        }
        arguments.addAll(List.of(more));
        return CommandRun.run(arguments.toArray(new String[0]));
    }

    private static CommandRun compared(Path recording, String... more) {
        List<String> all = new ArrayList<>(List.of("--baseline", lenient.toString()));
        all.addAll(List.of(more));
        return backtest(recording, all.toArray(new String[0]));
    }

    private static JsonNode json(CommandRun ran) {
        assertThat(ran.code()).as(ran.err()).isZero();
        return JsonMapper.shared().readTree(ran.out());
    }

    @Test
    void whoIsRefusedByTheCandidateAloneIsNewlyRefused() {
        JsonNode report = json(compared(file, "--json"));
        assertThat(report.at("/setup/accounts").asInt()).isEqualTo(4);
        assertThat(report.at("/setup/entries").asInt()).isEqualTo(160);
        // Alice: 2 a day; carol: 5 a day instead of 2; dave: refused by both.
        assertThat(report.at("/totals/messages_newly_refused").asInt()).isEqualTo(20 + 30);
        assertThat(report.at("/totals/messages_no_longer_refused").asInt()).isZero();
        assertThat(report.at("/totals/accounts_newly_refused").asInt()).isEqualTo(1);
        assertThat(report.at("/totals/accounts_refused_baseline").asInt()).isEqualTo(2);
        assertThat(report.at("/totals/baseline/deferred").asInt()).isEqualTo(20);
        assertThat(report.at("/totals/candidate/deferred").asInt()).isEqualTo(70);
        assertThat(report.at("/totals/candidate/rejected").asInt()).isEqualTo(10);
        JsonNode most = report.at("/newly_refused/0");
        assertThat(most.path("account").asString()).isEqualTo("<b>carol</b>@jp.example");
        assertThat(most.path("otherwise").asInt()).isEqualTo(20);
        JsonNode alice = report.at("/newly_refused/1");
        assertThat(alice.path("account").asString()).isEqualTo("alice@isp.example");
        assertThat(alice.path("messages").asInt()).isEqualTo(20);
        assertThat(alice.path("first").asString()).isEqualTo("2026-06-01T03:03:00Z");
        assertThat(alice.path("rules").toString()).isEqualTo("{\"send-limit\":20}");
        assertThat(alice.path("places").toString()).isEqualTo("{\"JP\":20}");
    }

    @Test
    void theChangeIsBrokenDownByRuleCountryDomainAndDay() {
        JsonNode report = json(compared(file, "--json"));
        assertThat(find(report.path("rules"), "rule", "send-limit").path("refused"))
                .isEqualTo(tree("{\"baseline\":20,\"candidate\":70,\"newly\":50,\"no_longer\":0}"));
        assertThat(find(report.path("rules"), "rule", "overseas-without-grant").path("refused"))
                .isEqualTo(tree("{\"baseline\":10,\"candidate\":10,\"newly\":0,\"no_longer\":0}"));
        assertThat(find(report.path("countries"), "name", "DE")
                        .at("/refused/candidate")
                        .asInt())
                .isEqualTo(10);
        assertThat(find(report.path("domains"), "name", "jp.example")
                        .at("/refused/newly")
                        .asInt())
                .isEqualTo(30);
        assertThat(report.path("days").size()).isEqualTo(10);
        JsonNode day = report.at("/days/0");
        assertThat(day.path("day").asString()).isEqualTo("2026-06-01");
        assertThat(day.path("submissions").asInt()).isEqualTo(16);
        assertThat(day.path("refused_baseline").asInt()).isEqualTo(3);
        assertThat(day.path("refused_candidate").asInt()).isEqualTo(8);
    }

    private static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static JsonNode find(JsonNode rows, String key, String value) {
        for (JsonNode row : rows) {
            if (row.path(key).asString().equals(value)) {
                return row;
            }
        }
        throw new AssertionError("no " + value + " in " + rows);
    }

    @Test
    void theOtherWayRoundTheyAreNoLongerRefused() {
        CommandRun ran = CommandRun.run(
                "backtest", file.toString(), "--rules", lenient.toString(), "--baseline", strict.toString(), "--json");
        JsonNode report = json(ran);
        assertThat(report.at("/totals/messages_newly_refused").asInt()).isZero();
        assertThat(report.at("/totals/messages_no_longer_refused").asInt()).isEqualTo(50);
        assertThat(report.at("/totals/accounts_no_longer_refused").asInt()).isEqualTo(1);
        assertThat(report.at("/examples").isEmpty()).isTrue();
    }

    @Test
    void anExampleSaysWhatTheRuleSaw() {
        CommandRun ran = compared(file);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("alice@isp.example  refused by send-limit  2026-06-01T03:03:00Z  from JP 133.11.93.0/24")
                .contains("yes  sent(\"1h\") >= limit(\"messages_per_hour\")    [3 >= 3]")
                .contains("Recorded traffic does not react")
                .doesNotContain("secret");
    }

    @Test
    void everyNumberOfThreadsGivesTheSameBytes() throws IOException {
        for (String threads : List.of("1", "2", "3")) {
            CommandRun ran = compared(
                    file,
                    "--threads",
                    threads,
                    "--report",
                    folder.resolve(threads).toString());
            assertThat(ran.code()).as(ran.err()).isZero();
        }
        for (String name : List.of("backtest.txt", "backtest.json", "backtest.html")) {
            Path one = folder.resolve("1").resolve(name);
            assertThat(folder.resolve("2").resolve(name)).hasSameBinaryContentAs(one);
            assertThat(folder.resolve("3").resolve(name)).hasSameBinaryContentAs(one);
        }
    }

    @Test
    void compressedFilesGiveTheSameReport() throws IOException {
        byte[] plain = Files.readAllBytes(file);
        Path zstd = Files.write(folder.resolve("zstd"), Zstd.compress(plain));
        Path gzip = folder.resolve("gzip");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(plain);
        }
        JsonNode expected = withoutSetup(json(compared(file, "--json")));
        assertThat(withoutSetup(json(compared(zstd, "--json")))).isEqualTo(expected);
        assertThat(withoutSetup(json(compared(gzip, "--json")))).isEqualTo(expected);
    }

    /** Names of files stand in it. */
    private static JsonNode withoutSetup(JsonNode report) {
        ((ObjectNode) report).remove("setup");
        return report;
    }

    @Test
    void compressedFilesThatAreCutOffAreRefused() throws IOException {
        byte[] packed = Zstd.compress(Files.readAllBytes(file));
        Path cut = Files.write(folder.resolve("cut.zst"), Arrays.copyOf(packed, packed.length / 2));
        CommandRun ran = backtest(cut);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cut.zst cannot be read to its end").hasLineCount(1);
    }

    @Test
    void aLineThatCannotBeUsedIsNamedCountedAndLeftOut() throws IOException {
        Files.writeString(file, "nonsense\n\n" + String.join("\n", lines()) + "\n{\"type\":\"what\"}");
        CommandRun ran = compared(file);
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("mail.ndjson:1: ").contains("mail.ndjson:163: ");
        assertThat(ran.out())
                .contains("160 entries of 4 accounts")
                .contains("Left out: 2 lines that could not be used.");
    }

    @Test
    void aSnapshotInBetweenChangesNothing() throws IOException {
        List<String> all = lines();
        Path first = Files.writeString(folder.resolve("first"), String.join("\n", all.subList(0, 80)));
        Path second = Files.writeString(folder.resolve("second"), String.join("\n", all.subList(80, 160)));
        String kept = folder.resolve("kept").toString();
        assertThat(backtest(first, "--save-snapshot", kept).code()).isZero();
        JsonNode continued = json(backtest(second, "--snapshot", kept, "--json", "--examples", "0"));
        JsonNode whole = json(CommandRun.run(
                "backtest",
                first.toString(),
                second.toString(),
                "--rules",
                strict.toString(),
                "--from",
                "2026-06-06",
                "--json",
                "--examples",
                "0"));
        assertThat(continued.at("/setup/start").asString()).startsWith("4 accounts of ");
        assertThat(withoutSetup(continued)).isEqualTo(withoutSetup(whole));
    }

    @Test
    void aSnapshotThatIsNoneIsRefusedInOneLine() {
        CommandRun ran = backtest(file, "--snapshot", file.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("mail.ndjson is no snapshot").hasLineCount(1);
    }

    @Test
    void namesFromMailAreShownAndNotObeyed() throws Exception {
        assertThat(compared(file, "--report", folder.toString()).code()).isZero();
        Path page = folder.resolve("backtest.html");
        assertThat(Files.readString(page, StandardCharsets.UTF_8))
                .contains("&lt;b&gt;carol&lt;/b&gt;@jp.example")
                .contains("Content-Security-Policy", "default-src &#39;none&#39;")
                .doesNotContain("<b>", "secret", "<script", "http:", "https:");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
    }

    @Test
    void withoutABaselineAllThatIsRefusedIsShown() {
        CommandRun ran = backtest(file, "--days", "4", "--until", "2026-06-11");
        assertThat(ran.out())
                .contains("baseline none", "Without a baseline", "\nRefused\n")
                .containsPattern("messages refused +- +32 ");
    }

    @Test
    void aRuleInTheShadowIsTakenAsEnforcedIfThatIsAskedFor() throws Exception {
        Path rules = rulebook("in-shadow", 3);
        Path spec = rules.resolve("origin/overseas-without-grant/rule.yml");
        Files.writeString(spec, Files.readString(spec).replace("mode: enforce", "mode: shadow"));

        JsonNode counted = json(compared(file, "--rules", rules.toString(), "--json"));
        JsonNode enforced =
                json(compared(file, "--rules", rules.toString(), "--enforce", "overseas-without-grant", "--json"));

        // Dave's message from Germany, each day.
        assertThat(counted.at("/totals/messages_no_longer_refused").asInt()).isEqualTo(10);
        assertThat(enforced.at("/totals/messages_no_longer_refused").asInt()).isZero();
        assertThat(enforced.at("/totals/candidate/rejected").asInt()).isEqualTo(10);
        assertThat(compared(file, "--enforce", "send-limits").err())
                .contains("--enforce send-limits: no such rule runs in", "send-limit, sudden-spike");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(backtest(file, "--reproduce").err()).contains("--reproduce holds the running service's log");
        assertThat(backtest(file, "--from", "soon").err()).contains("--from must be a day such as");
        assertThat(backtest(file, "--from", "2026-06-02", "--until", "2026-06-01")
                        .err())
                .contains("nothing lies between");
        assertThat(backtest(folder.resolve("missing")).err()).contains("cannot read");
    }
}
