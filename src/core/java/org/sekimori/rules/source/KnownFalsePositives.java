package org.sekimori.rules.source;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.text.NameSuggestion;

/**
 * Honest customers that rules are known to hit on clean traffic, with the reason why that is accepted:
 * {@code rules/known-false-positives.yml}. Any other hit is an unreviewed false positive.
 *
 * @param byRule rule, then class of customers
 */
public record KnownFalsePositives(SortedMap<String, SortedMap<String, ExpectedHits>> byRule) {

    /** The file's path in the rulebook. */
    public static final String FILE = "known-false-positives.yml";

    /** Nothing is known. */
    public static final KnownFalsePositives NONE = new KnownFalsePositives(new TreeMap<>());

    /** Nothing is accepted. */
    private static final ExpectedHits NOTHING = new ExpectedHits(0, 0, "");

    public KnownFalsePositives {
        byRule = Collections.unmodifiableSortedMap(byRule);
    }

    /**
     * Accepted hits of one rule on one class of customers.
     *
     * @param flagged account-days on which the rule may flag
     * @param refused account-days on which it may refuse
     * @param why one line for readers of the list
     */
    public record ExpectedHits(int flagged, int refused, String why) {}

    /** The accepted hits of a rule on a class of customers; zero if not listed. */
    public ExpectedHits of(String rule, String customers) {
        SortedMap<String, ExpectedHits> known = byRule.get(rule);
        return known == null ? NOTHING : known.getOrDefault(customers, NOTHING);
    }

    public static KnownFalsePositives read(RulebookFiles files, Set<String> rules, List<RulebookProblem> problems) {
        String text = files.files().get(FILE);
        if (text == null) {
            return NONE;
        }
        return LenientYamlReader.read(FILE, text, root -> read(root, rules), NONE, problems);
    }

    private static KnownFalsePositives read(YamlMap root, Set<String> rules) throws RulebookException {
        SortedMap<String, SortedMap<String, ExpectedHits>> byRule = new TreeMap<>();
        for (String rule : root.keys()) {
            if (!rules.contains(rule)) {
                throw root.wrong(rule, "is no rule of this rulebook" + NameSuggestion.hint(rule, rules));
            }
            if (root.has(rule)) {
                byRule.put(rule, customers(root.map(rule)));
            }
        }
        return new KnownFalsePositives(byRule);
    }

    private static SortedMap<String, ExpectedHits> customers(YamlMap named) throws RulebookException {
        SortedMap<String, ExpectedHits> known = new TreeMap<>();
        for (String customers : named.keys()) {
            YamlMap one = named.map(customers).only("flagged", "refused", "why");
            known.put(
                    customers,
                    new ExpectedHits(
                            one.number("flagged", 0, 0, Integer.MAX_VALUE),
                            one.number("refused", 0, 0, Integer.MAX_VALUE),
                            one.text("why")));
        }
        return known;
    }
}
