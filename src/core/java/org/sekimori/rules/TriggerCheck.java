package org.sekimori.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sekimori.mail.EventKind;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.source.RuleTriggers;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;

/** Refuses effects that nobody waits for: a rule on anything but submissions may flag and advise, and not answer. */
final class TriggerCheck {

    private static final Set<String> ANSWERS = Set.of("reject", "defer", "quarantine");

    private TriggerCheck() {}

    /** The answers in a file whose rule has other triggers than submissions; none if it cannot be parsed, which others report. */
    static List<RulebookProblem> effects(DrlFile file) {
        List<RulebookProblem> problems = new ArrayList<>();
        if (file.spec().answers()) {
            return problems;
        }
        List<RuleTree> rules;
        try {
            rules = file.rules();
        } catch (RulebookException e) {
            return problems;
        }
        for (RuleTree rule : rules) {
            for (RuleTree.Action action : rule.actions()) {
                action.verbs().stream()
                        .filter(ANSWERS::contains)
                        .findFirst()
                        .ifPresent(verb -> problems.add(file.problem(action.verbAt(), noAnswer(verb, file))));
                if (action.verb().equals("label")
                        && file.spec().triggers().stream().anyMatch(EventKind::causedByAnybody)) {
                    problems.add(file.problem(
                            action.verbAt(),
                            "anybody can cause a failed log-in, and so would label any account; write flag, or label at"
                                    + " another trigger"));
                }
            }
        }
        return problems;
    }

    private static String noAnswer(String verb, DrlFile file) {
        List<String> waiting = file.spec().triggers().stream()
                .map(RuleTriggers::word)
                .filter(word -> !word.equals(RuleTriggers.SUBMISSION))
                .toList();
        return verb + " answers a mail server, and nobody waits for an answer to " + String.join(", ", waiting)
                + "; write flag or advise; a second rule, on submissions, may answer";
    }
}
