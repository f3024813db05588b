package org.sekimori.rules.fact;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What one rule noticed and others may weigh: {@code Sign( name == "strange lane", weight >= threshold("strong_sign") )}. */
public final class Sign extends RuleFact {

    private final RaisedSign raised;
    private final boolean weighed;

    /**
     * A sign of one submission; other parameters as of {@link RuleFact}.
     *
     * @param weighed whether {@code evidence/weights.yml} has its name
     */
    public Sign(
            RaisedSign raised,
            boolean weighed,
            List<String> texts,
            ToDoubleFunction<String> thresholds,
            Predicate<String> visible) {
        super(texts, thresholds, visible);
        this.raised = raised;
        this.weighed = weighed;
    }

    /**
     * The name under which a rule raised it.
     *
     * <p>Example: {@code name == "strange lane"}
     */
    public String getName() {
        return raised.name();
    }

    /**
     * Whether {@code evidence/weights.yml} has a sign of its name, so that it belongs to the evidence of a stolen account.
     *
     * <p>Example: {@code weighed}
     */
    public boolean isWeighed() {
        return weighed;
    }

    /**
     * How much it counts; any finite number.
     *
     * <p>Example: {@code weight > 0}
     */
    public double getWeight() {
        return raised.weight();
    }
}
