package org.sekimori.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.rules.language.DroolsParseVerifier.Difference;

/** Two readers of one text: where they differ the rule is refused. */
class DroolsParseVerifierTest {

    private static final String PREFIX = "package rules.test.small; import org.sekimori.rules.Submission; ";
    private static final String RULE =
            "rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end";

    private static List<Difference> compare(String drools, String ours) throws SyntaxException {
        return DroolsParseVerifier.compare(PREFIX + drools, RuleParser.parse(ours, "Submission"), "Submission");
    }

    @Test
    void theSameRuleIsTheSameHoweverItIsWritten() throws Exception {
        assertThat(compare(RULE, RULE)).isEmpty();
        assertThat(compare(RULE, RULE.replace("sent(\"1h\") > 1", "/* mail */ (sent( \"1h\" )\n > 1)")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule \"small\" salience 11 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "rule \"other\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "rule \"small\" salience 10 when s : Submission( overseas ) then s.flag(\"x\"); end",
                "rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); s.flag(\"y\"); end",
                "rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then System.exit(1); end",
                "rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) not String() then s.flag(\"x\"); end",
                "rule \"small\" salience 10 no-loop when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "rule \"small\" salience 10 @a(1) when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "global String g rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "dialect \"java\" rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) then s.flag(\"x\"); end",
                "rule \"small\" salience 10 when s : Submission( overseas, sent(\"1h\") > 1 ) from s then s.flag(\"x\"); end",
                "rule \"small\" when"
            })
    void anythingElseIsAFault(String drools) throws Exception {
        assertThat(compare(drools, RULE)).isNotEmpty();
    }
}
