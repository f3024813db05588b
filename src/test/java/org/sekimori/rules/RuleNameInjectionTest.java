package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    private static Map<String, Outcome> guarded = Map.of();
    private static Map<String, Outcome> printingOnly = Map.of();
    private static Map<String, Outcome> codeOnly = Map.of();
    private static Map<String, Outcome> unguarded = Map.of();

    @BeforeAll
    static void run() throws Exception {
        guarded = HostileRuleRunner.all(Guard.ALL, HostileRuleRunner.PRINTING, scratch);
        printingOnly = HostileRuleRunner.all(Guard.PRINTING_ONLY, HostileRuleRunner.PRINTING, scratch);
        codeOnly = HostileRuleRunner.all(Guard.CODE_ONLY, HostileRuleRunner.PRINTING, scratch);
        unguarded = HostileRuleRunner.all(Guard.NONE, HostileRuleRunner.PRINTING, scratch);
    }

    static List<String> names() throws IOException {
        return HostileRuleRunner.names(HostileRuleRunner.PRINTING);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theRuleIsTheRuleThatItSaysItIs(String name) {
        assertThat(guarded.get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).as(outcome.detail()).isEqualTo("ran");
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void printingAloneKeepsTheCanaryQuiet(String name) {
        assertThat(printingOnly.get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).as(outcome.detail()).isEqualTo("ran");
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void readingGeneratedCodeAloneKeepsTheCanaryQuiet(String name) {
        assertThat(codeOnly.get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.song()).isEmpty();
            assertThat(outcome.fate()).isNotEqualTo("ran");
        });
    }

    @Test
    void givenToDroolsAsTheyStandTheySing() {
        Set<String> silent = new TreeSet<>();
        unguarded.forEach((name, outcome) -> {
            if (!outcome.sang()) {
                silent.add(name);
            }
        });
        assertThat(silent).as("%s", unguarded).isEqualTo(new TreeSet<>(SILENT));
    }
}
