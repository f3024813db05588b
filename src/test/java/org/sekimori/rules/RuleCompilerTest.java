package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;

/** What Drools finds behind everything that was checked before: its messages have no line. */
class RuleCompilerTest {

    @Test
    void aRuleThatOnlyDroolsRefusesIsNamedWithItsLine() throws Exception {
        RuleMetadata spec = RuleMetadata.parse("test/small", MinimalRulebook.METADATA);
        String drl = MinimalRulebook.rule("small", "overseas", "s.flag(\"x\");")
                + MinimalRulebook.rule("small: wrong", "overseas", "s.flag(\"x\" * 2);");

        RulebookException refused = catchThrowableOfType(
                RulebookException.class,
                () -> RuleCompiler.compile(List.of(new DrlFile(spec, MinimalRulebook.DRL, drl))));

        assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.place()).isEqualTo(MinimalRulebook.DRL + ":7:1");
            assertThat(problem.message()).contains("rule \"small: wrong\" does not compile");
        });
    }
}
