package org.sekimori.rules;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.RuleTree;

/**
 * What a rulebook asks about neighbours: only that is counted.
 *
 * @param kinds of keys, in their order
 * @param summed kinds whose messages are asked for
 * @param failures whether failed log-ins of an address are asked for
 */
public record NeighbourQuestions(Set<KeyKind> kinds, Set<KeyKind> summed, boolean failures) {

    /** Nothing. */
    public static final NeighbourQuestions NONE = new NeighbourQuestions(Set.of(), Set.of(), false);

    private static final Set<String> COUNTED =
            Set.of("flaggedNeighbours", "flaggedNeighboursToday", "harmlessStrangers", "crowded");

    private static final Map<String, KeyKind> SUMS = Map.of(
            "domainSent", KeyKind.DOMAIN,
            "domainRecipients", KeyKind.DOMAIN,
            "senderDomainSent", KeyKind.SENDER_DOMAIN,
            "senderDomainRecipients", KeyKind.SENDER_DOMAIN,
            "addressSent", KeyKind.ADDRESS,
            "addressRecipients", KeyKind.ADDRESS);

    private static final String FAILURES = "addressFailures";

    public NeighbourQuestions {
        kinds = ordered(kinds);
        summed = ordered(summed);
    }

    private static Set<KeyKind> ordered(Set<KeyKind> kinds) {
        return kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }

    /** What rules ask, in their conditions and for their evidence. */
    static NeighbourQuestions of(List<RuleTree> rules) {
        Set<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
        Set<KeyKind> summed = EnumSet.noneOf(KeyKind.class);
        boolean failures = false;
        for (Call call : rules.stream().flatMap(rule -> rule.calls().stream()).toList()) {
            KeyKind sum = SUMS.get(call.name());
            if (sum != null) {
                summed.add(sum);
            } else if (call.name().equals(FAILURES)) {
                failures = true;
                kinds.add(KeyKind.ADDRESS);
            } else if (COUNTED.contains(call.name()) && call.arguments().get(0) instanceof Text here) {
                // The rules' check has refused any other word.
                kinds.add(Objects.requireNonNull(KeyKind.of(here.value())));
            }
        }
        kinds.addAll(summed);
        return new NeighbourQuestions(kinds, summed, failures);
    }

    /** What both ask. */
    public NeighbourQuestions and(NeighbourQuestions other) {
        Set<KeyKind> allKinds = EnumSet.noneOf(KeyKind.class);
        allKinds.addAll(kinds);
        allKinds.addAll(other.kinds);
        Set<KeyKind> allSummed = EnumSet.noneOf(KeyKind.class);
        allSummed.addAll(summed);
        allSummed.addAll(other.summed);
        return new NeighbourQuestions(allKinds, allSummed, failures || other.failures);
    }

    /** Whether nothing is asked. */
    public boolean none() {
        return kinds.isEmpty();
    }
}
