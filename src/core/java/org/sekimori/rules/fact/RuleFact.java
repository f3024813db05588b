package org.sekimori.rules.fact;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A fact that a rule made for later rules of the same firing. */
public abstract class RuleFact extends RuleTexts {

    private final ToDoubleFunction<String> thresholds;
    private final Predicate<String> visible;

    /**
     * A fact of one submission.
     *
     * @param texts of the rules that will see it
     * @param thresholds of the account's policy, by name
     * @param visible which rules may see it, by the names under which they were compiled
     */
    protected RuleFact(List<String> texts, ToDoubleFunction<String> thresholds, Predicate<String> visible) {
        super(texts);
        this.thresholds = thresholds;
        this.visible = visible;
    }

    /**
     * A number that {@code policy.yml} gives under {@code thresholds}. 0 and up.
     *
     * <p>Example: {@code weight >= threshold("strong_sign")}
     */
    public double threshold(String name) {
        return thresholds.applyAsDouble(name);
    }

    /** Whether a compiled rule may see it; generated code asks this first, rule authors may not. */
    public final boolean visibleTo(String rule) {
        return visible.test(rule);
    }
}
