package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.language.RuleParser;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.text.MessageCatalog;

/** {@code docs/facts.md} is what the sources say, and what it says is true. */
class FactPageTest {

    private static final Path PAGE = Path.of("docs/facts.md");

    /** A file may have 100 rules. */
    private static final int RULES_OF_A_FILE = 80;

    @Test
    void thePageIsWhatTheSourcesSay() throws IOException, RulebookException {
        String wanted = FactPageGenerator.write();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/facts.md; after a change of the facts run: mvn -q test -Dtest=FactPageTest -Drewrite=true")
                .isEqualTo(wanted);
    }

    @Test
    void everyMethodThatARuleSeesHasATextAndAnExample() throws IOException {
        List<DocumentedFact> facts = facts();
        assertThat(facts).extracting(DocumentedFact::method).containsExactlyInAnyOrderElementsOf(visible());
        assertThat(facts).allSatisfy(fact -> assertThat(fact.text()).isNotEmpty());
        assertThat(facts)
                .filteredOn(fact -> !FactPageGenerator.ACTIONS.contains(fact.method())
                        && !List.of("getTime", "getSigns", "getReasons").contains(fact.method()))
                .allSatisfy(fact -> assertThat(fact.example()).containsPattern("\\b" + fact.name() + "\\b"));
    }

    /** Methods of the classes as rules see them; the compiler's bridges are not among them. */
    private static List<String> visible() {
        return Stream.of(
                        Submission.class,
                        ProfileFacts.class,
                        OriginFacts.class,
                        CorrespondenceFacts.class,
                        NeighbourFacts.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }

    @Test
    void everyExampleCompiles() throws Exception {
        // Of a grant or a hold, the text names parts; the next test does.
        List<DocumentedFact> facts = facts().stream()
                .filter(fact ->
                        !fact.example().isEmpty() && !List.of("grant", "hold").contains(fact.name()))
                .toList();
        assertThat(facts).hasSizeGreaterThan(100);
        for (int from = 0; from < facts.size(); from += 40) {
            StringBuilder drl = new StringBuilder();
            for (int number = from; number < Math.min(facts.size(), from + 40); number++) {
                DocumentedFact fact = facts.get(number);
                drl.append(rule(number, fact.example(), "s.flag(\"seen \" + " + called(fact) + ")"));
            }
            assertCompiles(drl.toString());
        }
    }

    @Test
    void grantsAndHoldsMayBeAskedInTheText() throws Exception {
        assertCompiles(
                rule(0, "grant != null", "s.flag(\"opened by \" + s.getGrant().openedBy() + s.getGrant().until())")
                        + rule(
                                1,
                                "hold != null",
                                "s.flag(\"held by \" + s.getHold().by() + s.getHold().since() + s.getHold().until())"));
    }

    @Test
    void everyOperatorAndFunctionOfATextIsDescribed() {
        assertThat(FactPageGenerator.OPERATORS.keySet())
                .containsExactlyElementsOf(
                        RuleParser.operators().stream().flatMap(List::stream).toList());
        assertThat(FactPageGenerator.OF_TEXT.keySet()).containsExactlyInAnyOrderElementsOf(RuleParser.textFunctions());
    }

    @Test
    void everyFunctionOfATextWorksAsThePageSays() throws Exception {
        StringBuilder drl = new StringBuilder();
        int number = 0;
        for (String words : FactPageGenerator.OF_TEXT.values()) {
            String example = words.substring(1, words.indexOf('`', 1));
            String condition = example.endsWith("length()") ? example + " > 0" : example;
            drl.append(rule(number++, condition, "s.flag(\"seen\")"));
        }
        assertCompiles(drl.toString());
    }

    @Test
    void everyPlaceholderIsDescribed() {
        assertThat(FactPageGenerator.PLACEHOLDERS.keySet()).containsExactlyElementsOf(MessageCatalog.PLACEHOLDERS);
    }

    private static List<DocumentedFact> facts() throws IOException {
        return Stream.of(
                        FactPageGenerator.submission(),
                        FactPageGenerator.figures(),
                        FactPageGenerator.origins(),
                        FactPageGenerator.correspondence(),
                        FactPageGenerator.neighbours())
                .flatMap(List::stream)
                .toList();
    }

    /** The call as the example makes it, with its arguments. */
    private static String called(DocumentedFact fact) {
        if (fact.parameters().isEmpty()) {
            return fact.consequence();
        }
        int begin = fact.example().indexOf(fact.method() + "(");
        return "s." + fact.example().substring(begin, fact.example().indexOf(')', begin) + 1);
    }

    private static String rule(int number, String condition, String consequence) {
        return "rule \"facts: " + number + "\"\nwhen\n    s : Submission( " + condition + " )\nthen\n    " + consequence
                + ";\nend\n";
    }

    private static void assertCompiles(String drl) throws Exception {
        RulebookFiles files = ExampleRules.withThresholds(SomeShippedRules.of("many-places"))
                .with("any/facts/rule.drl", drl)
                .with("any/facts/rule.yml", """
                        id: facts
                        title: Facts
                        version: 1
                        owner: abuse-desk
                        severity: low
                        mode: shadow
                        description: Names facts.
                        false_positives: Nobody.
                        what_to_do: Nothing.
                        text: send-limit
                        """)
                .with("any/facts/tests/hit.yml", aCase(true))
                .with("any/facts/tests/miss.yml", aCase(false));
        Rulebook.compile(files).close();
    }

    private static String aCase(boolean hit) {
        return """
                title: Any
                account: alice@isp.example
                entries:
                  - {at: 2026-06-01T09:00:00Z, what: submission, from: JP}
                expect: {verdict: accept, hit: %s}
                """.formatted(hit);
    }
}
