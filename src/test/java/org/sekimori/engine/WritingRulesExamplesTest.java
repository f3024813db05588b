package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.testing.RuleTest;

/** The rules of {@code docs/writing-rules.md}: one that the page tells along, and the worked examples. */
class WritingRulesExamplesTest {

    @Test
    void theyStandOnTopOfTheShippedRulebookAndEveryCaseHolds() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(ExampleRules.onTopOfTheShipped())) {
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
    }

    @Test
    void eachHasAHitThatNamesItsEffectAndANearMissAndBeginsInShadow() throws Exception {
        Set<String> shipped = RulebookFiles.read(Path.of("rules")).files().keySet();
        try (Rulebook rulebook = Rulebook.compile(ExampleRules.onTopOfTheShipped())) {
            Set<String> examples = rulebook.specs().values().stream()
                    .filter(spec -> !shipped.contains(spec.folder() + "/rule.yml"))
                    .map(spec -> spec.id())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(examples).hasSizeGreaterThan(20);
            for (String id : examples) {
                assertThat(rulebook.spec(id).mode()).as(id).isEqualTo(Mode.SHADOW);
                List<RuleTest.ExpectedDecision> expected = rulebook.ruleTests().stream()
                        .filter(one -> one.rule().equals(id))
                        .map(RuleTest::expected)
                        .toList();
                assertThat(expected).as(id).anyMatch(one -> one.hit() && one.effect() != null);
                assertThat(expected).as(id).anyMatch(one -> !one.hit());
            }
        }
    }
}
