package org.sekimori.rules.language;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sekimori.fuzz.FuzzTarget;

/** The text of a rule: refused at a place in it, or read to rules. */
public final class RuleTextFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<RuleTree> rules;
        try {
            rules = RuleParser.parse(text, "Submission");
        } catch (SyntaxException e) {
            RuleTextFault fault = e.in(text);
            if (fault.line() < 1 || fault.message().isBlank()) {
                throw new AssertionError("refused without a place or a reason", e);
            }
            return;
        }
        RuleLint.numbers(text, rules);
    }
}
