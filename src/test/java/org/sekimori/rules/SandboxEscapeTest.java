package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    @TempDir
    private static Path scratch;

    private static Map<String, Outcome> guarded = Map.of();
    private static Map<String, Outcome> printingOnly = Map.of();
    private static Map<String, Outcome> loaderOnly = Map.of();
    private static Map<String, Outcome> codeOnly = Map.of();
    private static Map<String, Outcome> unguarded = Map.of();

    @BeforeAll
    static void run() throws Exception {
        guarded = HostileRuleRunner.all(Guard.ALL, HostileRuleRunner.RULES, scratch);
        printingOnly = HostileRuleRunner.all(Guard.PRINTING_ONLY, HostileRuleRunner.RULES, scratch);
        loaderOnly = HostileRuleRunner.all(Guard.LOADER_ONLY, HostileRuleRunner.RULES, scratch);
        codeOnly = HostileRuleRunner.all(Guard.CODE_ONLY, HostileRuleRunner.RULES, scratch);
        unguarded = HostileRuleRunner.all(Guard.NONE, HostileRuleRunner.RULES, scratch);
    }

    static List<String> names() throws IOException {
        return HostileRuleRunner.names(HostileRuleRunner.RULES);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aHostileRuleIsRefusedWithItsPlace(String name) {
        assertThat(guarded.get(name)).isNotNull().satisfies(outcome -> {
            assertThat(outcome.fate()).isEqualTo("refused");
            assertThat(outcome.song()).isEmpty();
            // Before anything is compiled: the language refuses it, not the loader.
            assertThat(outcome.detail()).matches(PLACE).doesNotContain("does not compile", "Drools reads");
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void printingAloneKeepsTheCanaryQuiet(String name) {
        assertThat(printingOnly.get(name)).isNotNull().satisfies(outcome -> assertThat(outcome.song())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theClassLoaderAloneKeepsTheCanaryQuiet(String name) {
        assertThat(loaderOnly.get(name)).isNotNull().satisfies(outcome -> assertThat(outcome.song())
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("names")
    void readingGeneratedCodeAloneKeepsTheCanaryQuiet(String name) {
        assertThat(codeOnly.get(name)).isNotNull().satisfies(outcome -> {
            if (name.equals(LOADED_BEFORE_IT_IS_READ)) {
                assertThat(outcome.song()).isEqualTo("property");
            } else {
                assertThat(outcome.song()).isEmpty();
                assertThat(outcome.fate()).isNotEqualTo("ran");
            }
        });
    }

    @Test
    void withoutGuardsEveryRuleSings() {
        Set<String> silent = new TreeSet<>();
        unguarded.forEach((name, outcome) -> {
            if (!outcome.sang()) {
                silent.add(name);
            }
        });
        assertThat(silent).as("%s", unguarded).isEqualTo(new TreeSet<>(SILENT));
    }

    @Test
    void everyKindOfCanaryCanSing() {
        Set<String> songs = new TreeSet<>();
        unguarded
                .values()
                .forEach(outcome -> songs.addAll(List.of(outcome.song().split(" "))));
        assertThat(songs).contains("exit", "file", "property", "socket", "thread");
        assertThat(unguarded.get("consequence/reads-the-environment"))
                .isNotNull()
                .satisfies(outcome -> assertThat(outcome.song()).isEqualTo("property"));
    }

    @Test
    void everyWayInIsTriedByAtLeastThreeRulesThatSing() {
        Map<String, Integer> live = new TreeMap<>();
        unguarded.forEach((name, outcome) ->
                live.merge(name.substring(0, name.indexOf('/')), outcome.sang() ? 1 : 0, Integer::sum));
        assertThat(live)
                .containsOnlyKeys(
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
                        "text");
        assertThat(live.values()).allMatch(count -> count >= 3);
    }
}
