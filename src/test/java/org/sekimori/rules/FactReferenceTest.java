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

/** {@code docs/facts.md} is what the sources say, and what it says is true. */
class FactReferenceTest {

    private static final Path PAGE = Path.of("docs/facts.md");

    @Test
    void thePageIsWhatTheSourcesSay() throws IOException, RulebookException {
        String wanted = FactPage.write();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/facts.md; after a change of the facts run: mvn -q test -Dtest=FactReferenceTest -Drewrite=true")
                .isEqualTo(wanted);
    }

    @Test
    void everyMethodThatARuleSeesHasATextAndAnExample() throws IOException {
        List<Fact> facts = facts();
        assertThat(facts).extracting(Fact::method).containsExactlyInAnyOrderElementsOf(visible());
        assertThat(facts).allSatisfy(fact -> assertThat(fact.text()).isNotEmpty());
        assertThat(facts)
                .filteredOn(fact -> !FactPage.ACTIONS.contains(fact.method())
                        && !fact.method().equals("getTime"))
                .allSatisfy(fact -> assertThat(fact.example()).containsPattern("\\b" + fact.name() + "\\b"));
    }

    /** Methods of the two classes as rules see them; the compiler's bridges are not among them. */
    private static List<String> visible() {
        return Stream.of(Submission.class, Figures.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }

    @Test
    void everyExampleCompiles() throws Exception {
        StringBuilder drl = new StringBuilder();
        int number = 0;
        for (Fact fact : facts()) {
            // Of a grant or a hold, the text names parts; the next test does.
            if (!fact.example().isEmpty() && !List.of("grant", "hold").contains(fact.name())) {
                drl.append(rule(number++, fact.example(), "s.flag(\"seen \" + " + called(fact) + ")"));
            }
        }
        assertThat(number).isGreaterThan(40);
        assertCompiles(drl.toString());
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
        assertThat(FactPage.OPERATORS.keySet())
                .containsExactlyElementsOf(
                        RuleParser.operators().stream().flatMap(List::stream).toList());
        assertThat(FactPage.OF_TEXT.keySet()).containsExactlyInAnyOrderElementsOf(RuleParser.textFunctions());
    }

    @Test
    void everyFunctionOfATextWorksAsThePageSays() throws Exception {
        StringBuilder drl = new StringBuilder();
        int number = 0;
        for (String words : FactPage.OF_TEXT.values()) {
            String example = words.substring(1, words.indexOf('`', 1));
            String condition = example.endsWith("length()") ? example + " > 0" : example;
            drl.append(rule(number++, condition, "s.flag(\"seen\")"));
        }
        assertCompiles(drl.toString());
    }

    @Test
    void everyPlaceholderIsDescribed() {
        assertThat(FactPage.PLACEHOLDERS.keySet()).containsExactlyElementsOf(Messages.PLACEHOLDERS);
    }

    private static List<Fact> facts() throws IOException {
        return Stream.concat(FactPage.submission().stream(), FactPage.figures().stream())
                .toList();
    }

    /** The call as the example makes it, with its arguments. */
    private static String called(Fact fact) {
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
        RulebookFiles files = ExampleRules.onTopOfTheShipped()
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
                .with("any/facts/cases/hit.yml", aCase(true))
                .with("any/facts/cases/miss.yml", aCase(false));
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
