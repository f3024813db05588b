package org.sekimori.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleTestResult.Mismatch;
import org.sekimori.engine.RuleTestResult.TestedSubmission;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.rules.RuleSession.SignOfRule;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.rules.testing.RuleTest.ExpectedDecision;

/** Runs the rule tests of a rulebook through the step that decides real mail. */
public final class RuleTestRunner {

    private RuleTestRunner() {}

    /**
     * Runs all rule tests and returns the failures, each with its file and the actual decision; empty if all pass. Sequential, to
     * leave the cores of a running service to other work.
     */
    public static List<RulebookProblem> run(Rulebook rulebook) {
        return running(rulebook).stream()
                .flatMap(one -> run(rulebook, one).problems().stream())
                .toList();
    }

    /** The tests of the rules that run, in the order of the rulebook; those of rules that are off, or that need one, can say nothing. */
    public static List<RuleTest> running(Rulebook rulebook) {
        return rulebook.ruleTests().stream()
                .filter(one -> rulebook.spec(one.rule()).active()
                        && one.with().stream()
                                .allMatch(other -> rulebook.specs().containsKey(other)
                                        && rulebook.spec(other).active()))
                .toList();
    }

    /** Runs some cases, side by side; the results are in the order of the cases. */
    public static List<RuleTestResult> run(Rulebook rulebook, Collection<RuleTest> cases) {
        return cases.parallelStream().map(one -> run(rulebook, one)).toList();
    }

    private static RuleTestResult run(Rulebook rulebook, RuleTest one) {
        long started = System.nanoTime();
        // A rule goes from the shadow into force without a change of its cases.
        Rulebook enforcing = rulebook.enforcing(one.rule());
        for (String other : one.with()) {
            enforcing = enforcing.enforcing(other);
        }
        // Nor does an example break because an operator closes submission at a flag.
        Rulebook under = (one.policy() == null
                        ? enforcing
                        : enforcing.with(one.account().domain(), one.policy()))
                .withFollowUp(one.followUp());
        Set<String> faults = new LinkedHashSet<>();
        ExpectedEvents found = ExpectedEvents.of(one);
        @Nullable TestedSubmission last = null;
        List<SignOfRule> signs = List.of();
        try (StepEngine engine = new StepEngine(under)) {
            engine.collectEvidence();
            AccountState state = null;
            for (int i = 0; i < one.steps().size(); i++) {
                RuleTest.Step step = one.steps().get(i);
                AccountState before = state == null ? AccountState.NEW : state;
                StepResult result = engine.step(state, entry(step));
                state = result.state();
                for (StepOutput output : result.outputs()) {
                    if (output instanceof StepOutput.CommandResult done && !done.done()) {
                        faults.add("a command was refused: " + done.problem());
                    }
                }
                @Nullable Decision decision = decision(result);
                if (decision != null) {
                    failed(decision, faults);
                }
                if (step instanceof RuleTest.MailStep happen && found.concern(i, happen.event(), decision)) {
                    last = new TestedSubmission(
                            happen.event(),
                            before,
                            under.policies().of(one.account(), before.home()),
                            found.with(happen.event(), decision, under.id()));
                    signs = engine.signs();
                }
            }
        }
        List<Mismatch> mismatches = last == null
                ? List.of()
                : compare(one, last.decision(), under.onlySigns(one.rule()) ? words(one, signs) : null);
        return new RuleTestResult(one, last, mismatches, List.copyOf(faults), System.nanoTime() - started);
    }

    /** What was decided about the step's event, or found at it; null if nothing was. */
    private static @Nullable Decision decision(StepResult result) {
        for (StepOutput output : result.outputs()) {
            if (output instanceof StepOutput.DecisionMade decided) {
                return decided.decision();
            } else if (output instanceof StepOutput.FindingsMade found) {
                return found.decision();
            }
        }
        return null;
    }

    /**
     * Records rules that failed. A failing rule is silent, so a near-miss test would pass, and an earlier submission may have
     * passed that the rule should have refused. Each failure is recorded once.
     */
    private static void failed(Decision decision, Set<String> faults) {
        for (Finding finding : decision.findings()) {
            if (finding.rule().equals(Finding.FAILURE_RULE)) {
                faults.add("running the rules failed: " + finding.reason());
            }
        }
    }

    /** What the signs of the tested rule say. */
    private static List<String> words(RuleTest one, List<SignOfRule> signs) {
        return signs.stream()
                .filter(sign -> sign.rule().equals(one.rule()))
                .map(sign -> sign.sign().said())
                .toList();
    }

    /** @param signs words of the signs of a rule that raises nothing else; null for other rules, which are tested by their findings */
    private static List<Mismatch> compare(RuleTest one, Decision decision, @Nullable List<String> signs) {
        ExpectedDecision expected = one.expected();
        List<Mismatch> mismatches = new ArrayList<>();
        String verdict = (decision.would() == null ? decision.verdict() : decision.would()).word();
        differ(mismatches, "verdict", expected.verdict(), verdict);
        List<Finding> own = decision.findings().stream()
                .filter(finding -> finding.rule().equals(one.rule()) && !finding.leftOut())
                .toList();
        boolean hit = signs == null ? !own.isEmpty() : !signs.isEmpty();
        differ(mismatches, "hit", Boolean.toString(expected.hit()), Boolean.toString(hit));
        if (signs != null && hit && signs.stream().noneMatch(words -> words.contains(expected.reason()))) {
            mismatches.add(new Mismatch("reason", expected.reason(), String.join("; ", signs)));
        }
        if (!own.isEmpty()) {
            said(mismatches, expected, own);
        }
        if (expected.flags() != null) {
            differ(mismatches, "flags", expected.flags().toString(), new TreeSet<>(decision.flags()).toString());
        }
        return mismatches;
    }

    private static void differ(List<Mismatch> into, String key, String expected, String actual) {
        if (!expected.equals(actual)) {
            into.add(new Mismatch(key, expected, actual));
        }
    }

    /** Requires one finding with both effect and reason; reports the part that no finding has. */
    private static void said(List<Mismatch> mismatches, ExpectedDecision expected, List<Finding> own) {
        Effect effect = expected.effect();
        List<Finding> acting = own.stream()
                .filter(finding -> effect == null || effect == finding.effect())
                .toList();
        if (effect != null && acting.isEmpty()) {
            mismatches.add(new Mismatch("effect", effect.word(), effects(own)));
        }
        List<Finding> asked = acting.isEmpty() ? own : acting;
        if (asked.stream().noneMatch(finding -> finding.reason().contains(expected.reason()))) {
            mismatches.add(new Mismatch("reason", expected.reason(), reasons(asked)));
        }
    }

    private static String effects(List<Finding> findings) {
        return String.join(
                ", ", findings.stream().map(f -> f.effect().word()).distinct().toList());
    }

    private static String reasons(List<Finding> findings) {
        return String.join(
                "; ", findings.stream().map(Finding::reason).distinct().toList());
    }

    private static LogEntry entry(RuleTest.Step step) {
        if (step instanceof RuleTest.MailStep happen) {
            return new LogEntry.Mail(happen.event());
        } else if (step instanceof RuleTest.GrantCommandStep change) {
            return new LogEntry.GrantRequest(change.command());
        }
        if (step instanceof RuleTest.NeighbourStep told) {
            return new LogEntry.NeighboursTold(told.news());
        }
        if (step instanceof RuleTest.HomeCommandStep change) {
            return new LogEntry.HomeRequest(change.command());
        }
        return step instanceof RuleTest.HoldCommandStep hold
                ? new LogEntry.HoldRequest(hold.command())
                : new LogEntry.CaseRequest(((RuleTest.CaseCommandStep) step).command());
    }
}
