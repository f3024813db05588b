package org.sekimori.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.fact.RaisedFinding;
import org.sekimori.rules.fact.RaisedSign;
import org.sekimori.rules.fact.RuleAction;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.fact.RuleActionCollector.ActionOfRule;
import org.sekimori.rules.fact.RuleActionCollector.SignOfRule;
import org.sekimori.rules.fact.RuleFact;
import org.sekimori.rules.fact.Sign;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RuleMetadata;

/**
 * Puts what rules raise into the session in which they run, as facts for later rules of the same firing, and takes it out again.
 * Only for rulebooks of which some rule reads it.
 */
final class RaisedFacts implements RuleActionCollector.Listener {

    /** Nothing was raised. */
    static final Raised NOTHING = new Raised(List.of(), List.of());

    /** Signs and findings of one submission, in the order in which they were raised. */
    record Raised(List<SignOfRule> signs, List<ActionOfRule> actions) {

        Raised {
            signs = List.copyOf(signs);
            actions = List.copyOf(actions);
        }

        /** The same without those of some rules, by the names under which they were compiled. */
        Raised without(Predicate<String> rules) {
            return new Raised(
                    signs.stream().filter(one -> !rules.test(one.rule())).toList(),
                    actions.stream().filter(one -> !rules.test(one.rule())).toList());
        }
    }

    private final Rulebook rulebook;
    private final CompiledRules compiled;
    private final boolean signs;
    private final boolean findings;
    private final Set<String> weighed;

    /** By the names under which rules were compiled: each reader asks, for each sign. */
    private final Map<String, RuleMetadata> specs = new HashMap<>();

    private final List<FactHandle> handles = new ArrayList<>();
    private @Nullable KieSession session;
    private @Nullable Submission submission;

    RaisedFacts(Rulebook rulebook, CompiledRules compiled) {
        this.rulebook = rulebook;
        this.compiled = compiled;
        this.weighed = new HashSet<>(rulebook.weights().signs().keySet());
        this.signs = compiled.order().reads("Sign");
        this.findings = compiled.order().reads("Finding");
    }

    /** From now on what is raised goes into a session. */
    void begin(KieSession open, Submission fact, Raised before) {
        session = open;
        submission = fact;
        handles.clear();
        before.signs().forEach(one -> signed(one.rule(), one.raised()));
        before.actions().forEach(one -> found(one.rule(), one.raised()));
    }

    /** Takes everything out of the session again. */
    void end(KieSession open) {
        handles.forEach(open::delete);
        handles.clear();
        session = null;
        submission = null;
    }

    @Override
    public void signed(String rule, RaisedSign raised) {
        if (signs && session != null && submission != null) {
            handles.add(session.insert(sign(rule, raised, submission, compiled.texts())));
        }
    }

    @Override
    public void found(String rule, RuleAction raised) {
        if (findings && session != null && submission != null) {
            handles.add(session.insert(finding(rule, raised, submission, compiled.texts())));
        }
    }

    /** The same as facts for a reader with texts of its own. */
    List<RuleFact> facts(Raised raised, Submission fact, List<String> texts) {
        List<RuleFact> facts = new ArrayList<>();
        raised.signs().forEach(one -> facts.add(sign(one.rule(), one.raised(), fact, texts)));
        raised.actions().forEach(one -> facts.add(finding(one.rule(), one.raised(), fact, texts)));
        return facts;
    }

    private Sign sign(String rule, RaisedSign raised, Submission fact, List<String> texts) {
        RuleMetadata by = spec(rule);
        return new Sign(
                raised, weighed.contains(raised.name()), texts, fact::threshold, reader -> visible(by, reader, fact));
    }

    private RaisedFinding finding(String rule, RuleAction raised, Submission fact, List<String> texts) {
        RuleMetadata spec = spec(rule);
        return new RaisedFinding(
                spec.id(),
                raised.effect(),
                spec.severity(),
                texts,
                fact::threshold,
                reader -> visible(spec, reader, fact));
    }

    @Override
    public boolean visible(String raisedBy, String reader) {
        return submission != null && visible(spec(raisedBy), reader, submission);
    }

    /** What a rule in the shadow raises never reaches an enforced one; that of a rule that is off for the account reaches none. */
    private boolean visible(RuleMetadata raisedBy, String reader, Submission fact) {
        RuleExemption exemption = fact.exemption(raisedBy.id());
        if (exemption != null && exemption.off()) {
            return false;
        }
        return exemption == null && raisedBy.mode() != Mode.SHADOW || shadowed(reader, fact);
    }

    private boolean shadowed(String rule, Submission fact) {
        return spec(rule).mode() == Mode.SHADOW || fact.exemption(spec(rule).id()) != null;
    }

    private RuleMetadata spec(String rule) {
        return specs.computeIfAbsent(rule, one -> rulebook.spec(compiled.id(one)));
    }
}
