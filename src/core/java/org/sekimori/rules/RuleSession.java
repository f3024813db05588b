package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;
import org.sekimori.rules.policy.DomainPolicy;
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

    private final Rulebook rulebook;
    private final RuleActionCollector actions = new RuleActionCollector();
    private @Nullable KieSession session;

    /** More firings than this for one submission mean a rule that fires again and again: each DRL rule matches once. */
    private int mostFirings;

    RuleSession(Rulebook rulebook) {
        this.rulebook = rulebook;
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
        return run(event, profile, grants, hold, cases, rulebook.policies().of(event.account()));
    }

    /** The same under another policy, as an account with a home of its own has it. */
    public List<Finding> run(
            MailEvent event,
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            CaseSet cases,
            DomainPolicy policy) {
        CompiledRules compiled = rulebook.compiled();
        if (compiled == null) {
            return List.of();
        }
        Submission submission = new Submission(event, profile, grants, hold, cases, policy, compiled.texts(), actions);
        if (fire(compiled.without(rulebook.off()), submission) != null) {
            actions.take();
            return eachAlone(compiled, submission);
        }
        List<RuleActionCollector.ActionOfRule> all = actions.take();
        return all.isEmpty() ? List.of() : sorted(compiled, all, List.of());
    }

    /** After a failure runs every rule alone, to separate the sound ones from the failing. */
    private List<Finding> eachAlone(CompiledRules compiled, Submission submission) {
        List<RuleActionCollector.ActionOfRule> sound = new ArrayList<>();
        List<Finding> failures = new ArrayList<>();
        for (RuleMetadata spec : rulebook.specs().values()) {
            if (!spec.active() || rulebook.off().contains(spec.id())) {
                continue;
            }
            close();
            String failure = fire(compiled.alone(spec.id()), submission);
            List<RuleActionCollector.ActionOfRule> said = actions.take();
            if (failure == null) {
                sound.addAll(said);
            } else {
                failures.add(failure(spec, failure));
            }
        }
        close();
        return sorted(compiled, sound, failures);
    }

    private List<Finding> sorted(
            CompiledRules compiled, List<RuleActionCollector.ActionOfRule> said, List<Finding> failures) {
        List<Finding> findings = new ArrayList<>(failures);
        for (RuleActionCollector.ActionOfRule one : said) {
            findings.add(finding(compiled.id(one.rule()), one.raised()));
        }
        findings.sort(STRONGEST_FIRST);
        return FindingSizeLimiter.apply(findings);
    }

    /** Fires the rules; returns the failure, or null. */
    private @Nullable String fire(KieBase rules, Submission submission) {
        KieSession open = session;
        if (open == null) {
            open = open(rules);
            session = open;
        }
        try {
            FactHandle handle = open.insert(submission);
            if (open.fireAllRules(mostFirings) < mostFirings) {
                open.delete(handle);
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
                RuleMetadata.FAILURE_RULE,
                1,
                Mode.SHADOW,
                Severity.HIGH,
                Effect.ADVISE,
                EscapedText.of(spec.id() + " failed: " + what, FindingSizeLimiter.MOST_FAILURE),
                Collections.unmodifiableMap(evidence));
    }

    private Finding finding(String rule, RuleAction what) {
        RuleMetadata spec = rulebook.spec(rule);
        return new Finding(
                spec.id(), spec.version(), spec.mode(), spec.severity(), what.effect(), what.reason(), what.evidence());
    }

    @Override
    public void close() {
        if (session != null) {
            session.dispose();
            session = null;
        }
    }
}
