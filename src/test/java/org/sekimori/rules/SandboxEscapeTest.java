package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.HostileRuleRunner.Guard;
import org.sekimori.rules.HostileRuleRunner.Outcome;

/**
 * Rules that are after the machine. Each is armed with a canary and run in processes of its own: as the service would, behind each
 * wall alone, and in plain Drools, where it must sing, or it proves nothing.
 */
class SandboxEscapeTest {

    private static final String PLACE = "(?s)test/small/rule\\.drl:\\d+:\\d+: .*";

    /** Refused by Drools itself as we use it. They stay, because another version might not refuse them. */
    private static final Set<String> SILENT = Set.of(
            "accumulate/action-code",
            "accumulate/init-code",
            "accumulate/result-code",
            "text/closes-the-block",
            "text/rule-name-with-a-break");

    /** Drools loads the types that a text declares while it compiles its rules; no text that we print declares any. */
    private static final String LOADED_BEFORE_IT_IS_READ = "declare/enum";

    private static final String[] WAYS_IN = {
        "accumulate",
        "annotation",
        "attributes",
        "constraint",
        "consequence",
        "declare",
        "from",
        "function",
        "import-global",
        "query",
        "text"
    };

    @TempDir
    private static Path scratch;

    /** One of each way in and of each canary; the long run takes all of them to each wall. */
    private static final List<String> SAMPLE = List.of(
            "accumulate/collect-from",
            "annotation/with-a-call",
            "attributes/salience-new-file",
            "consequence/exits",
            "consequence/opens-a-socket",
            "consequence/reads-the-environment",
            "consequence/starts-a-thread",
            "constraint/eval",
            "declare/enum",
            "from/new-file",
            "function/creates-a-file",
            "import-global/imported-class",
            "query/eval",
            "text/conditional-consequence");

    private static Map<Guard, Map<String, Outcome>> outcomes = Map.of();

    @BeforeAll
    static void run() throws Exception {
        Map<Guard, List<String>> rules = new EnumMap<>(Guard.class);
        for (Guard guard : Guard.values()) {
            rules.put(guard, guard == Guard.ALL ? names() : behindOneWall());
        }
        outcomes = HostileRuleRunner.all(HostileRuleRunner.RULES, scratch, rules);
    }

    static List<String> names() throws IOException {
        return HostileRuleRunner.names(HostileRuleRunner.RULES);
    }

    static List<String> behindOneWall() throws IOException {
        return LongRun.is() ? names() : SAMPLE;
    }

    private static Map<String, Outcome> outcomes(Guard guard) {
        return outcomes.getOrDefault(guard, Map.of());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aHostileRuleIsRefusedWithItsPlace(String name) {
        assertThat(outcomes(Guard.ALL).get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.fate()).isEqualTo("refused");
            assertThat(outcome.song()).isEmpty();
            // Before anything is compiled: the language refuses it, not the loader.
            assertThat(outcome.detail()).matches(PLACE).doesNotContain("does not compile", "Drools reads");
        });
    }

    @ParameterizedTest
    @MethodSource("behindOneWall")
    void printingAloneKeepsTheCanaryQuiet(String name) {
        assertThat(outcomes(Guard.PRINTING_ONLY).get(name)).isNotNull().satisfies(outcome -> assertThat(outcome.song())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("behindOneWall")
    void theClassLoaderAloneKeepsTheCanaryQuiet(String name) {
        assertThat(outcomes(Guard.LOADER_ONLY).get(name)).isNotNull().satisfies(outcome -> assertThat(outcome.song())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("behindOneWall")
    void readingGeneratedCodeAloneKeepsTheCanaryQuiet(String name) {
        assertThat(outcomes(Guard.CODE_ONLY).get(name)).isNotNull().satisfies(outcome -> {
            if (name.equals(LOADED_BEFORE_IT_IS_READ)) {
                assertThat(outcome.song()).isEqualTo("property");
            } else {
                assertThat(outcome.song()).isEmpty();
                assertThat(outcome.fate()).isNotEqualTo("ran");
            }
        });
    }

    @Test
    void withoutGuardsEveryRuleSings() throws IOException {
        Set<String> silent = new TreeSet<>(SILENT);
        silent.retainAll(behindOneWall());
        assertThat(unguarded().entrySet())
                .filteredOn(rule -> !rule.getValue().sang())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(silent);
    }

    @Test
    void everyKindOfCanaryCanSing() {
        Set<String> songs = new TreeSet<>();
        unguarded()
                .values()
                .forEach(outcome -> songs.addAll(List.of(outcome.song().split(" "))));
        assertThat(songs).contains("exit", "file", "property", "socket", "thread");
        assertThat(unguarded().get("consequence/reads-the-environment"))
                .isNotNull()
                .satisfies(outcome -> assertThat(outcome.song()).isEqualTo("property"));
    }

    @Test
    void everyWayInIsTriedWithARuleThatSings() {
        assertThat(waysInThatSing()).containsOnlyKeys(WAYS_IN);
    }

    @Test
    @Tag("long")
    void everyWayInIsTriedByAtLeastThreeRulesThatSing() {
        assertThat(waysInThatSing().values()).allMatch(count -> count >= 3);
    }

    private static Map<String, Integer> waysInThatSing() {
        Map<String, Integer> live = new TreeMap<>();
        unguarded().forEach((name, outcome) -> {
            if (outcome.sang()) {
                live.merge(name.substring(0, name.indexOf('/')), 1, Integer::sum);
            }
        });
        return live;
    }

    private static Map<String, Outcome> unguarded() {
        return outcomes(Guard.NONE);
    }
}
