package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kie.api.KieServices;
import org.sekimori.rules.language.GeneratedDrl;
import org.sekimori.rules.precompiled.PrecompiledRules;
import org.sekimori.rules.source.RulebookFiles;

class PrecompiledRulesTest {

    @Test
    void theShippedRulesComeCompiledAndOthersDoNot() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(Path.of("rules")))) {
            assertThat(rulebook.specs()).isNotEmpty();
            // Other tests of the process have compiled other rulebooks.
            List<GeneratedDrl> shipped = CompiledRulesCache.all().compiled().stream()
                    .map(CompiledRulesCache.Compiled::drl)
                    .filter(PrecompiledRules::include)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "the build compiles the shipped rules; './sekimori test' and Maven do it"));
            var module = PrecompiledRules.module(shipped, KieServices.get().newReleaseId("a", "b", "1"));

            assertThat(module).isNotNull();
            assertThat(RuleCompiler.classes(module)).hasSizeGreaterThan(shipped.size());

            List<GeneratedDrl> changed = new ArrayList<>(shipped);
            changed.set(
                    0, new GeneratedDrl(shipped.get(0).name(), shipped.get(0).text() + "\n"));
            assertThat(PrecompiledRules.include(changed)).isFalse();
            assertThat(PrecompiledRules.module(changed, KieServices.get().newReleaseId("a", "b", "2")))
                    .isNull();
        }
    }

    @Test
    void thoseThatExplainTheShippedRulesComeCompiledToo() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(Path.of("rules")));
                RuleExplainer explainer = new RuleExplainer(rulebook)) {
            assertThat(explainer).isNotNull();
            assertThat(CompiledRulesCache.all().compiled())
                    .filteredOn(one -> PrecompiledRules.include(one.drl()))
                    .hasSize(2);
        }
    }
}
