package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.sekimori.cases.Hold;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.Profile;

/**
 * Runs the rules of one rulebook: one long-lived Drools session in which a submission is put, fired upon and taken out.
 * A session per submission costs twice as much, windows in working memory a hundred times. Not thread-safe; one per thread.
 */
public final class RuleSession implements AutoCloseable {

    /** More firings than this for one submission mean a rule that loops. */
    private static final int MAX_FIRINGS = 200;

    /** The rule named by a finding that says that running the rules failed. */
    public static final String FAILURE = "rules-failed";

    private static final Comparator<Finding> STRONGEST_FIRST = Comparator.comparing(Finding::mode)
            .thenComparing(Finding::effect, Comparator.reverseOrder())
            .thenComparing(Finding::severity, Comparator.reverseOrder())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::reason);

    private final Rulebook rulebook;
    private final RaisedList raised = new RaisedList();
    private @Nullable KieSession session;

    RuleSession(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /** The rulebook that is run. */
    public Rulebook rulebook() {
        return rulebook;
    }

    /**
     * What the rules say of one submission, enforced before shadowed, strong before weak. A rule that throws, or loops, costs
     * the findings after it: the failure is a finding of its own, recorded and without effect.
     */
    public List<Finding> run(MailEvent event, Profile profile, GrantSet grants, @Nullable Hold hold) {
        KieBase rules = rulebook.rules();
        if (rules == null) {
            return List.of();
        }
        DomainPolicy policy = rulebook.policies().of(event.account());
        Submission submission = new Submission(event, profile, grants, hold, policy, raised);
        @Nullable String failure = fire(rules, submission);
        List<RaisedList.ByRule> all = raised.take();
        if (all.isEmpty() && failure == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (RaisedList.ByRule one : all) {
            findings.add(finding(one));
        }
        if (failure != null) {
            findings.add(new Finding(FAILURE, 1, Mode.SHADOW, Severity.HIGH, Effect.FLAG, failure, java.util.Map.of()));
        }
        findings.sort(STRONGEST_FIRST);
        return findings;
    }

    /** Fires; the answer is null, or what went wrong. */
    private @Nullable String fire(KieBase rules, Submission submission) {
        KieSession open = session;
        if (open == null) {
            open = open(rules);
            session = open;
        }
        try {
            FactHandle handle = open.insert(submission);
            int fired = open.fireAllRules(MAX_FIRINGS);
            if (fired < MAX_FIRINGS) {
                open.delete(handle);
                return null;
            }
            close();
            return "stopped after " + MAX_FIRINGS + " firings for one submission";
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Whatever a rule throws, the next submission must find a sound session.
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return DrlFile.oneLine(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private KieSession open(KieBase rules) {
        KieSession fresh = rules.newKieSession();
        fresh.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
                raised.firing(event.getMatch().getRule().getName());
            }
        });
        return fresh;
    }

    private Finding finding(RaisedList.ByRule one) {
        RuleSpec spec = rulebook.spec(DrlFile.ruleId(one.rule()));
        Raised what = one.raised();
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
