package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.EscapedText;

/** Texts that are made to cost much or to say something to a terminal: each is refused, in few words that can be seen. */
@Timeout(60)
class HostileRulebookTextTest {

    private static final String ENGLISH = "messages/en.properties";
    private static final String ESCAPE = "\u001b[2J\u202e";

    private static final RulebookFiles SOUND = MinimalRulebook.of("overseas", "s.flag(\"x\");");

    private static Arguments text(String what, String file, String content, String says) {
        return Arguments.of(what, SOUND.with(file, content), says);
    }

    private static Arguments customer(String what, String text, String says) {
        String sound = SOUND.files().getOrDefault(ENGLISH, "");
        return text(what, ENGLISH, sound.replace("small.customer = no", "small.customer = " + text), says);
    }

    private static Arguments drl(String what, String condition, String consequence, String says) {
        return Arguments.of(what, MinimalRulebook.of(condition, consequence), says);
    }

    private static Arguments happening(String what, String entries, String says) {
        return text(what, "test/small/tests/more.yml", caseOf(entries), says);
    }

    private static String caseOf(String entries) {
        return "title: t\naccount: alice@isp.example\nentries:\n" + entries
                + "  - {at: 2026-06-01T09:00:00Z, what: submission, from: DE}\n"
                + "expect: {verdict: accept, hit: true}\n";
    }

    private static String happens(String more) {
        return "  - {at: 2026-06-01T09:00:00Z, what: submission, from: DE, " + more + "}\n";
    }

    private static String joined(int times, String one, String by) {
        return String.join(by, Collections.nCopies(times, one));
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                customer("braces without end", "{".repeat(600_000), "small.customer has 600000 characters"),
                customer("few braces without end", "{".repeat(300), "has a '{' without its '}'"),
                customer("braces in braces", "{".repeat(190) + "}".repeat(190), "names {{{{"),
                customer("a blank text", "", "small.customer has 0 characters"),
                customer("a text of blanks that properties keep", "\\u3000\\u3000", "small.customer has 0 characters"),
                customer(
                        "a long text",
                        "x".repeat(401),
                        "has 401 characters; a text that a customer reads has 1 to 400"),
                customer("an escape", "a\\u001b[2J", "has an end of line or control character"),
                text("a key that is an escape", ENGLISH, "a\\u001b[2J = {\n", "a\\u001b[2J has a '{'"),
                text("a key without end", ENGLISH, "k".repeat(600_000) + " = {\n", "has a '{' without its '}'"),
                text(
                        "very many faults",
                        ENGLISH,
                        IntStream.range(0, 60_000)
                                .mapToObj(i -> "k" + i + "={\n")
                                .collect(Collectors.joining()),
                        "more problems; correct the others first"));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                        "../../etc/passwd",
                        "/etc/passwd",
                        "a//b",
                        "a/./b",
                        "a/",
                        "",
                        ".hidden",
                        "a\\b",
                        "a b",
                        "a\nb",
                        "messages/\u202een.properties",
                        "test/small/tests/" + ESCAPE + ".yml",
                        "test/small/tests/ａ.yml",
                        "n".repeat(201),
                        "a/".repeat(300_000) + "b")
                .map(name -> text("the name " + EscapedText.of(name, 40), name, "x", "is no name for a file"));
    }

    static Stream<Arguments> sizes() {
        SortedMap<String, String> many = new TreeMap<>(SOUND.files());
        IntStream.range(0, 2_000).forEach(i -> many.put("more/" + i + ".yml", ""));
        SortedMap<String, String> named = new TreeMap<>(SOUND.files());
        IntStream.range(0, 1_900).forEach(i -> named.put("n".repeat(190) + i, "x".repeat(180)));
        return Stream.of(
                Arguments.of("very many files", new RulebookFiles(many), "has more than 2000 files"),
                Arguments.of("long names", new RulebookFiles(named), "makes the rulebook too large"),
                text("a long file", "README.md", "x".repeat(700_000), "makes the rulebook too large"),
                text("wide characters", "README.md", "漢".repeat(240_000), "makes the rulebook too large"),
                text("characters that JSON escapes", "README.md", "\"".repeat(360_000), "makes the rulebook too large"),
                text("control characters", "README.md", "\u0001".repeat(120_000), "makes the rulebook too large"),
                text("half of a pair", "README.md", "a\ud83db", "has half of a pair of surrogates"),
                text("what ends a hashed text", "README.md", "a\nb\0c", "here stands the character U+0000"));
    }

    static Stream<Arguments> yaml() {
        return Stream.of(
                text(
                        "a key that is an escape",
                        DomainPolicies.FILE,
                        "\"a\\e[2J\\u202e\": 1\n",
                        "'a\\u001b[2J\\u202e' is not known"),
                text("a key without end", DomainPolicies.FILE, "? " + "k".repeat(600_000) + "\n: 1\n", "…"),
                text(
                        "a word that is no choice",
                        DomainPolicies.FILE,
                        "defaults: {unknown_origin: \"" + "w".repeat(500_000) + "\"}\n",
                        "must be pass or refuse"),
                text(
                        "an escape for customers",
                        DomainPolicies.FILE,
                        "defaults: {contact: \"a\\r\\n250 Ok\"}\n",
                        "must be one line of at most 200 characters"),
                text(
                        "a page for customers",
                        DomainPolicies.FILE,
                        "defaults: {travel_page: " + "w".repeat(201) + "}\n",
                        "must be one line of at most 200 characters"),
                text(
                        "a title that is an escape",
                        MinimalRulebook.YML,
                        MinimalRulebook.METADATA.replace("A rule to try things with", "\"a\\e[2J\""),
                        "'title' must be one line of characters that can be seen"),
                text("brackets", DomainPolicies.FILE, "[".repeat(600_000), "is not valid YAML"),
                text("braces", MinimalRulebook.YML, "{".repeat(600_000), "is not valid YAML"),
                text("dashes", MinimalRulebook.YML, "- ".repeat(300_000), "is not valid YAML"),
                text(
                        "very many keys",
                        MinimalRulebook.YML,
                        IntStream.range(0, 60_000)
                                .mapToObj(i -> "k" + i + ": 1\n")
                                .collect(Collectors.joining()),
                        "'k0', 'k1', 'k2', 'k3', 'k4' and 59995 more are not known here"));
    }

    static Stream<Arguments> cases() {
        String whole = happens("times: 19999, every: 1s");
        RulebookFiles many = SOUND;
        for (int i = 0; i < 11; i++) {
            many = many.with("test/small/tests/many-" + i + ".yml", caseOf(whole));
        }
        RulebookFiles strangers = SOUND;
        for (int i = 0; i < 5; i++) {
            strangers = strangers.with(
                    "test/small/tests/many-" + i + ".yml", caseOf(happens("times: 49, recipients: 1000, to: new")));
        }
        return Stream.of(
                happening("two long entries", whole + whole, "a rule test has at most 20000 steps"),
                happening("a longer entry", happens("times: 20001"), "must be from 1 to 20000"),
                happening(
                        "very many short entries",
                        joined(7_000, happens("times: 3"), ""),
                        "a rule test has at most 20000 steps"),
                Arguments.of("many long cases", many, "a rulebook has at most 200000 steps"),
                happening(
                        "strangers",
                        happens("times: 20, recipients: 1000, to: new")
                                + happens("times: 31, recipients: 1000, to: new"),
                        "a rule test has at most 50000 named recipients"),
                happening(
                        "friends",
                        happens("times: 19999, to: [" + joined(1_000, "a", ", ") + "]"),
                        "a rule test has at most 50000 named recipients"),
                Arguments.of("strangers in many cases", strangers, "a rulebook has at most 200000 named recipients"),
                happening(
                        "a long name",
                        happens("times: 2000, to: [" + "n".repeat(600_000) + "]"),
                        "a name of more than 320"),
                happening(
                        "a long queue id",
                        happens("times: 19999, queue_id: \"*" + "q".repeat(500_000) + "\""),
                        "'queue_id' has 500001"),
                happening(
                        "a long sender",
                        happens("times: 19999, sender: " + "s".repeat(500_000)),
                        "'sender' has 500000"),
                happening("a year far away", happens("times: 19999, every: 999999h"), "leads beyond the year 2999"),
                happening(
                        "the end of time",
                        "  - {at: \"+1000000000-12-31T00:00:00Z\", what: submission, times: 19999, every: 999999h}\n",
                        "must be in the years 1970 to 2999"),
                happening(
                        "a word with an escape",
                        happens("channel: \"a\\e[2J\"").replace("from: DE", "from: \"\\e[2J\""),
                        "must be"));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                drl("conditions", joined(41, "overseas", ", "), "s.flag(\"x\");", "more than 40 conditions"),
                drl(
                        "conditions joined by or",
                        joined(41, "overseas", " || "),
                        "s.flag(\"x\");",
                        "more than 40 conditions"),
                drl(
                        "conditions in a consequence",
                        "overseas",
                        "s.flag(\"x\", \"y\", " + joined(41, "s.isOverseas()", " && ") + ");",
                        "more than 40 conditions"),
                drl(
                        "a long condition",
                        "country in (" + joined(200, "\"DE\"", ", ") + ")",
                        "s.flag(\"x\");",
                        "the condition has more than 400 words"),
                drl("parentheses", "(".repeat(30_000) + "overseas", "s.flag(\"x\");", "nested deeper than 6"),
                drl("calls", "overseas", joined(5, "s.flag(\"x\");", " "), "at most 4 calls"),
                drl(
                        "evidence",
                        "overseas",
                        "s.flag(\"x\"" + joined(17, ", \"n\", 1", "") + ");",
                        "evidence has at most 16 names"),
                drl(
                        "very many names",
                        joined(39, joined(12, "x", " + ") + " > 0", ", "),
                        joined(4, "s.flag(\"x\");", " "),
                        "more problems; correct the others first"),
                drl("an escape", "country == \"" + ESCAPE + "\"", "s.flag(\"x\");", "U+001B is not allowed"),
                Arguments.of("rules", families(3, 70, "overseas"), "the rulebook has more than 200 rules"),
                Arguments.of(
                        "conditions of all rules",
                        families(2, 26, joined(40, "overseas", ", ")),
                        "the rulebook has more than 2000 conditions"));
    }

    /** A rulebook with so many folders, so many rules in each. */
    private static RulebookFiles families(int folders, int rules, String condition) {
        RulebookFiles files = SOUND;
        String texts = SOUND.files().getOrDefault(ENGLISH, "");
        for (int i = 0; i < folders; i++) {
            String id = "small" + i;
            texts += id + ".customer = no\n";
            StringBuilder drl = new StringBuilder();
            for (int j = 0; j < rules; j++) {
                drl.append(MinimalRulebook.rule(id + ": " + j, condition, "s.flag(\"x\");"));
            }
            files = files.with("test/" + id + "/rule.drl", drl.toString())
                    .with("test/" + id + "/rule.yml", MinimalRulebook.METADATA.replace("id: small", "id: " + id));
        }
        return files.with(ENGLISH, texts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"messages", "names", "sizes", "yaml", "cases", "rules"})
    void isRefusedInFewWordsThatCanBeSeen(String what, RulebookFiles files, String says) {
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> Rulebook.compile(files).close());
        assertThat(refused).as("%s was not refused", what).isNotNull();
        assertThat(refused.problems())
                .hasSizeBetween(1, BoundedProblemList.MOST + 1)
                .allSatisfy(problem -> {
                    assertThat(problem.message()).hasSizeLessThanOrEqualTo(RulebookProblem.MOST_MESSAGE);
                    assertThat(EscapedText.of(problem.toString())).isEqualTo(problem.toString());
                });
        assertThat(refused.problems()).extracting(RulebookProblem::toString).anyMatch(line -> line.contains(says));
    }

    @Test
    void aHomeIsLookedForOnItsLine() throws Exception {
        RulebookFiles blank =
                SOUND.with(DomainPolicies.FILE, "defaults:\n" + " \n".repeat(300_000) + "  time_zone: UTC\n");
        assertThat(catchThrowableOfType(RulebookException.class, () -> HomeCountryOverride.apply(blank, List.of("JP"))))
                .hasMessageContaining("has no line 'home: []'");
        RulebookFiles wide = SOUND.with(DomainPolicies.FILE, "defaults:\n#" + " ".repeat(600_000) + "\n  home: []\n");
        assertThat(HomeCountryOverride.apply(wide, List.of("JP")).files().get(DomainPolicies.FILE))
                .endsWith("\n  home: [JP]\n");
        RulebookFiles below = SOUND.with(DomainPolicies.FILE, "defaults:\n  home:\n    []\n");
        assertThat(catchThrowableOfType(RulebookException.class, () -> HomeCountryOverride.apply(below, List.of("JP"))))
                .hasMessageContaining("has no line 'home: []'");
    }

    @Test
    void aMessageOfMuchWhiteSpaceIsBroughtToOneLine() {
        assertThat(RulebookProblem.oneLine(" a" + " ".repeat(300_000) + "\n\r\n  b \n"))
                .isEqualTo("a b");
    }

    @Test
    void ofManyProblemsTheFirstAreToldAndTheOthersCounted() {
        List<RulebookProblem> problems = IntStream.range(0, 1_234)
                .mapToObj(i -> new RulebookProblem("f", i, "wrong"))
                .toList();
        RulebookException refused = new RulebookException(problems);
        assertThat(refused.problems()).hasSize(101);
        assertThat(refused.problems().get(100)).hasToString(".: ... and 1134 more problems; correct the others first");
        assertThat(new RulebookException(refused.problems()).problems()).isEqualTo(refused.problems());
    }

    @Test
    void aFolderIsNotReadBeyondWhatIsAllowed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("large.yml"), "x".repeat(RulebookFiles.MAX_BYTES + 1));
        assertThat(catchThrowableOfType(RulebookException.class, () -> RulebookFiles.read(folder)))
                .hasMessageStartingWith("large.yml: makes the rulebook too large");
        Files.delete(folder.resolve("large.yml"));
        Files.writeString(folder.resolve("a b.yml"), "x");
        assertThat(catchThrowableOfType(RulebookException.class, () -> RulebookFiles.read(folder)))
                .hasMessageStartingWith("a b.yml: is no name for a file");
        Files.delete(folder.resolve("a b.yml"));
        for (int i = 0; i <= RulebookFiles.MOST_FILES; i++) {
            Files.createFile(folder.resolve(i + ".yml"));
        }
        assertThat(catchThrowableOfType(RulebookException.class, () -> RulebookFiles.read(folder)))
                .hasMessageContaining("more than 2000 files");
    }
}
