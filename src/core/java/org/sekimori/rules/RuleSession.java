package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Exemption;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.MailEvent;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.rules.evidence.EvidenceReader;
import org.sekimori.rules.evidence.EvidenceReading;
import org.sekimori.rules.fact.FindingSizeLimiter;
import org.sekimori.rules.fact.RaisedSign;
import org.sekimori.rules.fact.RuleAction;
import org.sekimori.rules.fact.RuleActionCollector;
import org.sekimori.rules.fact.RuleFact;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.EscapedText;

/**
 * Runs the rules of one rulebook in one long-lived Drools session: a submission is inserted, rules are fired, and it is removed.
 * A session per submission costs twice as much, windows in working memory a hundred times. Not thread-safe; one per thread.
 */
public final class RuleSession implements AutoCloseable {

    private static final Comparator<Finding> STRONGEST_FIRST = Comparator.comparing(Finding::mode)
            .thenComparing(Finding::effect, Comparator.reverseOrder())
            .thenComparing(Finding::severity, Comparator.reverseOrder())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::reason);

    /** What is recorded of a rule that is off for the account. */
    private static final RuleAction LEFT_OUT =
            new RuleAction(Effect.ADVISE, "left out: the rule is off for this account", Map.of());

    private final Rulebook rulebook;
    private final @Nullable RaisedFacts raised;
    private final RuleActionCollector actions;
    private final EvidenceReader evidence;
    private @Nullable KieSession session;
    private List<SignOfRule> signs = List.of();

    /** More firings than this for one submission mean a rule that fires again and again: each DRL rule matches once. */
    private int mostFirings;

    RuleSession(Rulebook rulebook) {
        this.rulebook = rulebook;
        this.evidence = new EvidenceReader(rulebook.weights());
        CompiledRules compiled = rulebook.compiled();
        this.raised = compiled == null || !compiled.order().reads() ? null : new RaisedFacts(rulebook, compiled);
        this.actions = raised == null ? new RuleActionCollector() : new RuleActionCollector(raised);
    }

    /** Keeps what evidence rules read from now on, for {@link #readings}. */
    public void collectReadings() {
        evidence.collect();
    }

    /** What evidence rules read at the last submission, by the name of the sign; empty unless it is collected. */
    public List<EvidenceReading> readings() {
        return evidence.readings();
    }

    /** The signs that rules raised at the last submission, those in the shadow too. */
    public List<SignOfRule> signs() {
        return signs;
    }

    /**
     * A sign that a rule raised.
     *
     * @param rule its id
     */
    public record SignOfRule(String rule, RaisedSign sign) {}

    private List<RuleActionCollector.ActionOfRule> taken(CompiledRules compiled) {
        List<RuleActionCollector.SignOfRule> all = actions.signs();
        if (all.isEmpty()) {
            signs = List.of();
        } else {
            List<SignOfRule> named = new ArrayList<>(all.size());
            for (RuleActionCollector.SignOfRule one : all) {
                named.add(new SignOfRule(compiled.id(one.rule()), one.raised()));
            }
            signs = Collections.unmodifiableList(named);
        }
        return actions.take();
    }

    /** Weights of the signs that enforced rules raised at the last submission, in nats to two digits, by name. */
    public SortedMap<String, Double> weights() {
        SortedMap<String, Double> weights = new TreeMap<>();
        for (SignOfRule one : signs) {
            if (rulebook.spec(one.rule()).mode() == Mode.ENFORCE) {
                weights.merge(one.sign().name(), one.sign().weight(), Double::sum);
            }
        }
        weights.replaceAll((name, weight) -> Math.rint(weight * 100) / 100);
        return weights;
    }

    /** The rulebook that is run. */
    public Rulebook rulebook() {
        return rulebook;
    }

    /**
     * The findings on one submission, enforced before shadowed, strongest first. A rule that throws or does not end has no
     * finding; its failure is recorded as one without effect, and the other rules decide.
     */
    public List<Finding> run(MailEvent event, Profile profile, GrantSet grants, @Nullable Hold hold, CaseSet cases) {
        return run(
                event,
                profile,
                grants,
                hold,
                cases,
                NeighbourMemory.NONE,
                rulebook.policies().of(event.account()));
    }

    /**
     * The same under another policy, as an account with a home of its own has it.
     *
     * @param neighbours what the account was told of others
     */
    public List<Finding> run(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            NeighbourMemory neighbours,
            DomainPolicy policy) {
        CompiledRules compiled = rulebook.compiled();
        if (compiled == null) {
            return List.of();
        }
        evidence.begin();
        Submission submission = new Submission(
                event, profile, grants, hold, cases, neighbours, policy, evidence, compiled.texts(), actions);
        if (fire(compiled.without(rulebook.off()), submission, RaisedFacts.NOTHING) != null) {
            taken(compiled);
            return eachAlone(compiled, submission, event, policy);
        }
        List<RuleActionCollector.ActionOfRule> all = taken(compiled);
        return all.isEmpty() ? List.of() : sorted(findings(compiled, all, event, policy));
    }

    /**
     * The signs and findings on one submission, as the rules see them, for a reader outside the session. A rule that fails raises
     * nothing.
     *
     * @param fact the submission for the reader
     * @param texts those of the reader
     */
    List<RuleFact> raised(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            NeighbourMemory neighbours,
            DomainPolicy policy,
            Submission fact,
            List<String> texts) {
        CompiledRules compiled = rulebook.compiled();
        if (compiled == null || raised == null) {
            return List.of();
        }
        Submission submission = new Submission(
                event, profile, grants, hold, cases, neighbours, policy, evidence, compiled.texts(), actions);
        if (fire(compiled.without(rulebook.off()), submission, RaisedFacts.NOTHING) != null) {
            actions.take();
            return raised.facts(apart(compiled, submission).raised(), fact, texts);
        }
        List<RuleActionCollector.SignOfRule> signs = actions.signs();
        return raised.facts(new RaisedFacts.Raised(signs, actions.take()), fact, texts);
    }

    /**
     * What sound rules raised.
     *
     * @param raised for other rules to see
     * @param failures by rule
     */
    private record Apart(RaisedFacts.Raised raised, Map<RuleMetadata, String> failures) {}

    /** After a failure runs every rule alone, to separate the sound ones from the failing. */
    private List<Finding> eachAlone(
            CompiledRules compiled, Submission submission, MailEvent event, DomainPolicy policy) {
        Apart apart = apart(compiled, submission);
        List<Finding> findings = new ArrayList<>();
        apart.failures().forEach((spec, failure) -> findings.add(failure(spec, failure)));
        findings.addAll(findings(compiled, apart.raised().actions(), event, policy));
        return sorted(findings);
    }

    /**
     * Runs every rule alone, and those that read what others raise again, until nothing changes: each time one more rule of a
     * chain has seen all that it reads.
     */
    private Apart apart(CompiledRules compiled, Submission submission) {
        Apart before = new Apart(RaisedFacts.NOTHING, Map.of());
        for (int round = 0; round <= 2 * compiled.order().levels(); round++) {
            Apart now = round(compiled, submission, before.raised());
            if (raised == null || now.equals(before)) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private Apart round(CompiledRules compiled, Submission submission, RaisedFacts.Raised before) {
        List<RuleActionCollector.ActionOfRule> found = new ArrayList<>();
        List<RuleActionCollector.SignOfRule> signs = new ArrayList<>();
        Map<RuleMetadata, String> failures = new LinkedHashMap<>();
        for (RuleMetadata spec : rulebook.specs().values()) {
            if (!spec.active() || rulebook.off().contains(spec.id())) {
                continue;
            }
            close();
            RaisedFacts.Raised others = before.without(rule -> compiled.id(rule).equals(spec.id()));
            String failure = fire(compiled.alone(spec.id()), submission, others);
            List<RuleActionCollector.SignOfRule> raisedSigns = actions.signs();
            List<RuleActionCollector.ActionOfRule> said = actions.take();
            if (failure == null) {
                found.addAll(said);
                signs.addAll(raisedSigns.subList(others.signs().size(), raisedSigns.size()));
            } else {
                failures.put(spec, failure);
            }
        }
        close();
        return new Apart(new RaisedFacts.Raised(signs, found), failures);
    }

    /** What rules raised, under the exemptions of the account. A rule that is off for it is named once, whatever it raised. */
    private List<Finding> findings(
            CompiledRules compiled, List<RuleActionCollector.ActionOfRule> said, MailEvent event, DomainPolicy policy) {
        List<Finding> findings = new ArrayList<>();
        for (RuleActionCollector.ActionOfRule one : said) {
            RuleMetadata spec = rulebook.spec(compiled.id(one.rule()));
            RuleExemption exemption = policy.exemptions().isEmpty() ? null : policy.exemption(spec.id(), event.time());
            if (exemption == null) {
                findings.add(finding(spec, one.raised(), spec.mode(), null));
            } else if (!exemption.off()) {
                findings.add(finding(spec, one.raised(), Mode.SHADOW, new Exemption(false, exemption.reason())));
            } else if (findings.stream().noneMatch(f -> f.leftOut() && f.rule().equals(spec.id()))) {
                findings.add(finding(spec, LEFT_OUT, Mode.SHADOW, new Exemption(true, exemption.reason())));
            }
        }
        return findings;
    }

    private static List<Finding> sorted(List<Finding> findings) {
        findings.sort(STRONGEST_FIRST);
        return FindingSizeLimiter.apply(findings);
    }

    /**
     * Fires the rules; returns the failure, or null.
     *
     * @param before what rules raised that are not among these
     */
    private @Nullable String fire(KieBase rules, Submission submission, RaisedFacts.Raised before) {
        KieSession open = session;
        if (open == null) {
            open = open(rules);
            session = open;
        }
        try {
            FactHandle handle = open.insert(submission);
            if (raised != null) {
                raised.begin(open, submission, before);
                actions.before(before.signs());
            }
            if (open.fireAllRules(mostFirings) < mostFirings) {
                open.delete(handle);
                if (raised != null) {
                    raised.end(open);
                }
                return null;
            }
            close();
            return "stopped after " + mostFirings + " firings for one submission";
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Whatever a rule throws, the next submission must find a sound session.
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return RulebookProblem.oneLine(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private KieSession open(KieBase rules) {
        mostFirings = 1
                + rules.getKiePackages().stream()
                        .mapToInt(one -> one.getRules().size())
                        .sum();
        if (raised != null) {
            // A rule with a pattern over signs fires once for each of them.
            mostFirings *= 1 + RuleActionCollector.MOST_SIGNS;
        }
        KieSession fresh = newSession(rules);
        fresh.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
                actions.firing(event.getMatch().getRule().getName());
            }
        });
        return fresh;
    }

    /**
     * Drools loads its services by the thread's class loader when the first session is opened, and never again. Threads of the
     * common pool have the JVM's loader, which does not see the jar's contents.
     */
    private static KieSession newSession(KieBase rules) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(RuleSession.class.getClassLoader());
        try {
            // Never with ThreadSafeOption.NO, though a session belongs to one thread: Drools then keeps the arguments
            // of a consequence in the rule, which all sessions share, and a rule acts on another thread's submission.
            return rules.newKieSession();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Finding failure(RuleMetadata spec, String what) {
        // Map.of has another order in each process, and decisions must be the same byte for byte.
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("rule", spec.id());
        evidence.put("version", spec.version());
        return new Finding(
                Finding.FAILURE_RULE,
                1,
                Mode.SHADOW,
                Severity.HIGH,
                Effect.ADVISE,
                EscapedText.of(spec.id() + " failed: " + what, FindingSizeLimiter.MOST_FAILURE),
                Collections.unmodifiableMap(evidence));
    }

    private static Finding finding(RuleMetadata spec, RuleAction what, Mode mode, @Nullable Exemption exemption) {
        return new Finding(
                spec.id(),
                spec.version(),
                mode,
                spec.severity(),
                what.effect(),
                what.reason(),
                what.evidence(),
                spec.attack(),
                exemption);
    }

    @Override
    public void close() {
        if (session != null) {
            session.dispose();
            session = null;
        }
    }
}
