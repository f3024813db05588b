package org.sekimori.rules;

import java.util.List;
import org.sekimori.rules.language.RuleFile;
import org.sekimori.rules.language.RuleLint;
import org.sekimori.rules.language.RuleParser;
import org.sekimori.rules.language.RuleSemanticCheck;
import org.sekimori.rules.language.RuleTextFault;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.SyntaxException;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;

/**
 * The DRL of one rule as its author wrote it: rules and comments only. Drools never sees it, but the text that
 * {@link GeneratedRules} makes of it.
 */
record DrlFile(RuleMetadata spec, String path, String text) {

    static final String NAME = "rule.drl";

    /** The one type that a rule's pattern has. */
    private static final String FACT = Submission.class.getSimpleName();

    /**
     * The rules of the file.
     *
     * @throws RulebookException at the first construct outside the language
     */
    List<RuleTree> rules() throws RulebookException {
        return read().rules();
    }

    /**
     * The file as it was read.
     *
     * @throws RulebookException at the first construct outside the language
     */
    RuleFile read() throws RulebookException {
        try {
            return RuleParser.parseFile(text, FACT);
        } catch (SyntaxException e) {
            throw new RulebookException(List.of(problem(e.in(text))));
        }
    }

    /** Every check that needs no compiler; the first wall of the sandbox. Only allowed names, types and actions pass. */
    List<RulebookProblem> check(Vocabulary vocabulary) {
        RuleFile file;
        try {
            file = read();
        } catch (RulebookException e) {
            return e.problems();
        }
        List<RuleTree> rules = file.rules();
        List<RulebookProblem> problems = new BoundedProblemList();
        if (rules.isEmpty()) {
            problems.add(new RulebookProblem(path, 0, "holds no rule; write rule \"" + spec.id() + "\" …"));
        }
        for (RuleTree rule : rules) {
            if (!ruleId(rule.name()).equals(spec.id())) {
                problems.add(problem(
                        rule.nameAt(),
                        "rule \"" + rule.name() + "\" must be named \"" + spec.id() + "\" like its folder, or \""
                                + spec.id() + ": what is special\""));
            }
        }
        RuleSemanticCheck.check(text, file, vocabulary).forEach(fault -> problems.add(problem(fault)));
        return problems;
    }

    /** A problem at a place of the text, counted in characters from its beginning. */
    RulebookProblem problem(int at, String message) {
        return RulebookProblem.at(path, text, at, message);
    }

    /** Numbers in conditions that belong into the policy; empty if the file cannot be parsed. */
    List<RulebookProblem> numbers() {
        try {
            return RuleLint.numbers(text, rules()).stream().map(this::problem).toList();
        } catch (RulebookException e) {
            return List.of();
        }
    }

    RulebookProblem problem(RuleTextFault fault) {
        return new RulebookProblem(path, fault.line(), fault.column(), fault.message());
    }

    /** The id in a DRL rule's name: the part before the colon. */
    static String ruleId(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon).strip();
    }
}
