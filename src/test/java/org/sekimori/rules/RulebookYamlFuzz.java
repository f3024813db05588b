package org.sekimori.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;

/** The YAML files of a rulebook, by the first byte: each is read, or refused with a place. */
public final class RulebookYamlFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.UTF_8);
        try {
            switch (input[0] & 3) {
                case 0 -> DomainPolicies.parse(text);
                case 1 -> RuleMetadata.parse("first-send/first-send-at-limit", text);
                case 2 -> FollowUpPolicy.parse(text, Set.of("spike"), Set.of("sudden-spike"));
                default -> VersionLock.parse(text);
            }
        } catch (RulebookException e) {
            if (e.problems().isEmpty()) {
                throw new AssertionError("refused without a problem", e);
            }
        }
    }
}
