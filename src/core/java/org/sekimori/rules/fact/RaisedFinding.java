package org.sekimori.rules.fact;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Severity;

/** What another rule found on the same submission: {@code Finding( rule == "sudden-spike", effect == "flag" )}. */
public final class RaisedFinding extends RuleFact {

    private final String rule;
    private final Effect effect;
    private final Severity severity;

    /**
     * A finding of one submission; other parameters as of {@link RuleFact}.
     *
     * @param rule id of the rule
     */
    public RaisedFinding(
            String rule,
            Effect effect,
            Severity severity,
            List<String> texts,
            ToDoubleFunction<String> thresholds,
            Predicate<String> visible) {
        super(texts, thresholds, visible);
        this.rule = rule;
        this.effect = effect;
        this.severity = severity;
    }

    /**
     * Id of the rule that found it.
     *
     * <p>Example: {@code rule == "sudden-spike"}
     */
    public String getRule() {
        return rule;
    }

    /**
     * What the rule asked for, one of {@code advise, flag, quarantine, defer, reject}.
     *
     * <p>Example: {@code effect == "flag"}
     */
    public String getEffect() {
        return effect.word();
    }

    /**
     * How serious it is, one of {@code low, medium, high, critical}.
     *
     * <p>Example: {@code severity in ("high", "critical")}
     */
    public String getSeverity() {
        return severity.word();
    }
}
