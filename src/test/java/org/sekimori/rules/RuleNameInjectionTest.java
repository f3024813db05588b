package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.HostileRuleRunner.Guard;
import org.sekimori.rules.HostileRuleRunner.Outcome;

/**
 * Rules in which nothing is forbidden, whose names are Java as soon as somebody copies them into generated Java: Drools puts each name
 * into a comment. The language has nothing against them, so what keeps them harmless is that names are not copied.
 */
class RuleNameInjectionTest {

    /** Refused by Drools itself, as its generated Java is laid out now. */
    private static final Set<String> SILENT = Set.of("name-ends-the-class");

    @TempDir
    private static Path scratch;

    private static Map<Guard, Map<String, Outcome>> outcomes = Map.of();

    @BeforeAll
    static void run() throws Exception {
        outcomes = HostileRuleRunner.all(
                HostileRuleRunner.PRINTING,
                scratch,
                Map.of(
                        Guard.ALL, inTheService(),
                        Guard.PRINTING_ONLY, behindOneWall(),
                        Guard.CODE_ONLY, behindOneWall(),
                        Guard.NONE, behindOneWall()));
    }

    private static List<String> names() throws IOException {
        return HostileRuleRunner.names(HostileRuleRunner.PRINTING);
    }

    /** Those below and one of each other kind of Java and of what it does; the long run takes all. */
    static List<String> inTheService() throws IOException {
        return LongRun.is()
                ? names()
                : Stream.concat(
                                behindOneWall().stream(),
                                Stream.of(
                                        "name-class-of-a-text",
                                        "name-environment",
                                        "name-field",
                                        "name-lambda",
                                        "name-loops-for-ever",
                                        "name-second-rule",
                                        "name-shadowing-a-generated-class",
                                        "name-static-block",
                                        "names-assemble-a-lookup"))
                        .toList();
    }

    /** The long run takes all of them to each wall. */
    static List<String> behindOneWall() throws IOException {
        return LongRun.is()
                ? names()
                : List.of("name-ends-the-class", "name-enum", "name-halts", "name-line-comment", "name-socket");
    }

    private static Map<String, Outcome> outcomes(Guard guard) {
        return outcomes.getOrDefault(guard, Map.of());
    }

    @ParameterizedTest
    @MethodSource("inTheService")
    void theRuleIsTheRuleThatItSaysItIs(String name) {
        assertThat(outcomes(Guard.ALL).get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).as(outcome.detail()).isEqualTo("ran");
        });
    }

    @ParameterizedTest
    @MethodSource("behindOneWall")
    void printingAloneKeepsTheCanaryQuiet(String name) {
        assertThat(outcomes(Guard.PRINTING_ONLY).get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).as(outcome.detail()).isEqualTo("ran");
        });
    }

    @ParameterizedTest
    @MethodSource("behindOneWall")
    void readingGeneratedCodeAloneKeepsTheCanaryQuiet(String name) {
        assertThat(outcomes(Guard.CODE_ONLY).get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).isNotEqualTo("ran");
        });
    }

    @Test
    void givenToDroolsAsTheyStandTheySing() {
        Set<String> silent = new TreeSet<>();
        outcomes(Guard.NONE).forEach((name, outcome) -> {
            if (!outcome.sang()) {
                silent.add(name);
            }
        });
        assertThat(silent).as("%s", outcomes(Guard.NONE)).isEqualTo(new TreeSet<>(SILENT));
    }
}
