package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Drools finds behind everything that was checked before: its messages have no line. */
class RuleCompilerTest {

    @Test
    void aRuleThatOnlyDroolsRefusesIsNamedWithItsLine() throws Exception {
        RuleSpec spec = RuleSpec.parse("test/small", SmallRulebook.METADATA);
        String drl = SmallRulebook.rule("small", "overseas", "s.flag(\"x\");")
                + SmallRulebook.rule("small: wrong", "overseas", "s.flag(\"x\" * 2);");

        RulebookException refused = catchThrowableOfType(
                RulebookException.class,
                () -> RuleCompiler.compile(List.of(new DrlFile(spec, SmallRulebook.DRL, drl))));

        assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.place()).isEqualTo(SmallRulebook.DRL + ":7:1");
            assertThat(problem.message()).contains("rule \"small: wrong\" does not compile");
        });
    }
}
