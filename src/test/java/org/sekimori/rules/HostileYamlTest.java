package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Files of a rulebook that are no rules and mean harm. */
class HostileYamlTest {

    private static String refusal(String file, String text) {
        RulebookFiles files = MinimalRulebook.of("overseas", "s.flag(\"x\");").with(file, text);
        RulebookException refused = catchThrowableOfType(
                RulebookException.class, () -> Rulebook.compile(files).close());
        assertThat(refused).as("the rulebook was not refused").isNotNull();
        return String.valueOf(refused.getMessage());
    }

    @Test
    @Timeout(5)
    void aliasesThatMultiplyAreRefused() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("x]\n");
        }
        assertThat(refusal(DomainPolicies.FILE, bomb.toString())).contains("policy.yml");
        assertThat(refusal(MinimalRulebook.YML, "id: small\nx: &x [1]\ny: *x\n"))
                .contains(MinimalRulebook.YML);
    }

    @Test
    void tagsMakeNoObjects() {
        assertThat(refusal(
                        DomainPolicies.FILE,
                        "defaults: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]\n"))
                .startsWith("policy.yml:1:");
    }

    @Test
    @Timeout(5)
    void deepNestingIsRefused() {
        assertThat(refusal(DomainPolicies.FILE, "defaults: " + "[".repeat(5000)))
                .startsWith("policy.yml");
    }

    @Test
    void charactersThatYamlDoesNotKnowAreRefused() {
        assertThat(refusal(DomainPolicies.FILE, "defaults: \u0001\n"))
                .startsWith("policy.yml:1:11: is not valid YAML: it holds the character U+0001");
    }

    @Test
    void aTextMustNotBeginAnotherReply() {
        assertThat(refusal("messages/en.properties", "small.customer = no\\r\\n250 2.0.0 Ok\n"))
                .contains("small.customer has an end of line");
        assertThat(refusal("messages/en.properties", "small.customer = no {account\n"))
                .contains("small.customer has a '{' without its '}'");
    }

    @Test
    void aFileThatIsTooLargeIsNotReadAtAll() {
        assertThat(refusal(MinimalRulebook.DRL, "// " + "x".repeat(70_000)))
                .contains("rule.drl:1:1: has 70003 characters");
    }

    @Test
    @Timeout(20)
    void noRuleTakesLongToCompile() throws Exception {
        String nested = "(".repeat(5) + "recipientCount" + ")".repeat(5) + " > 0";
        String many = String.join(", ", Collections.nCopies(30, nested));
        long before = System.nanoTime();
        Rulebook.compile(MinimalRulebook.of(many, "s.flag(\"x\");")).close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    }
}
