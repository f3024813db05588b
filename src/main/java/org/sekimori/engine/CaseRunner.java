package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.rules.Problem;
import org.sekimori.rules.RuleCase;
import org.sekimori.rules.Rulebook;

/** Runs the cases of a rulebook through the same step that decides about real mail. */
public final class CaseRunner {

    private CaseRunner() {}

    /** What fails, each with the case's file and what was decided instead; empty if all cases hold. */
    public static List<Problem> run(Rulebook rulebook) {
        List<Problem> problems = new ArrayList<>();
        for (RuleCase one : rulebook.cases()) {
            if (rulebook.spec(one.rule()).active()) {
                run(rulebook, one, problems);
            }
        }
        return problems;
    }

    private static void run(Rulebook rulebook, RuleCase one, List<Problem> problems) {
        // A rule goes from the shadow into force without a change of its cases.
        Rulebook enforcing = rulebook.enforcing(one.rule());
        Rulebook under =
                one.policy() == null ? enforcing : enforcing.with(one.account().domain(), one.policy());
        Decision last = null;
        try (Engine engine = new Engine(under)) {
            AccountState state = null;
            for (RuleCase.Step step : one.steps()) {
                Step result = engine.step(state, entry(step));
                state = result.state();
                for (Output output : result.outputs()) {
                    if (output instanceof Output.CommandDone done && !done.done()) {
                        problems.add(new Problem(one.file(), 0, "a command was refused: " + done.problem()));
                    } else if (output instanceof Output.Decided decided) {
                        last = decided.decision();
                    }
                }
            }
        }
        compare(one, last, problems);
    }

    private static void compare(RuleCase one, @Nullable Decision last, List<Problem> problems) {
        if (last == null) {
            problems.add(new Problem(one.file(), 0, "nothing was decided"));
            return;
        }
        boolean hit = last.findings().stream().anyMatch(f -> f.rule().equals(one.rule()));
        String verdict = (last.would() == null ? last.verdict() : last.would()).word();
        if (!verdict.equals(one.verdict())) {
            problems.add(new Problem(
                    one.file(), 0, "'" + one.title() + "' expects " + one.verdict() + ", decided was " + verdict));
        }
        if (hit != one.hit()) {
            problems.add(new Problem(
                    one.file(),
                    0,
                    "'" + one.title() + "' expects that " + one.rule() + (one.hit() ? " matches" : " does not match")
                            + "; findings: " + last.findings()));
        }
    }

    private static Entry entry(RuleCase.Step step) {
        if (step instanceof RuleCase.Happen happen) {
            return new Entry.Mail(happen.event());
        } else if (step instanceof RuleCase.ChangeGrant change) {
            return new Entry.Grants(change.command());
        }
        return new Entry.Holds(((RuleCase.ChangeHold) step).command());
    }
}
