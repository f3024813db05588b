package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.language.ValueType.Kind;
import org.sekimori.text.NameSuggestion;

/** Checks the rules of a file against the vocabulary: every name, every type, every action. */
public final class RuleSemanticCheck {

    private static final int MOST_NAME = 100;
    private static final int MOST_EVIDENCE = 16;
    private static final String EVIDENCE = "[a-z][a-z0-9_]{0,59}";

    private final String text;
    private final Vocabulary vocabulary;
    private final List<RuleTextFault> faults = new ArrayList<>();

    private RuleSemanticCheck(String text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
    }

    /** Everything that is wrong with rules that were read from a text; empty if nothing is. */
    public static List<RuleTextFault> check(String text, List<RuleTree> rules, Vocabulary vocabulary) {
        RuleSemanticCheck check = new RuleSemanticCheck(text, vocabulary);
        Set<String> names = new HashSet<>();
        for (RuleTree rule : rules) {
            if (!names.add(rule.name())) {
                check.wrong(rule.nameAt(), "there is a rule \"" + rule.name() + "\" already; give each its own name");
            }
            check.rule(rule);
        }
        return check.faults;
    }

    private void wrong(int at, String message) {
        faults.add(RuleTextFault.at(text, at, message));
    }

    private void rule(RuleTree rule) {
        // Names go into generated Java.
        if (rule.name().isBlank()
                || rule.name().length() > MOST_NAME
                || !rule.name().equals(rule.name().strip())) {
            wrong(rule.nameAt(), "a rule's name has 1 to " + MOST_NAME + " characters, and no space around it");
        }
        if (!rule.variable().matches("[a-z][A-Za-z0-9]{0,19}|\\$[a-z][A-Za-z0-9]{0,19}")
                || SourceVersion.isKeyword(rule.variable())
                || vocabulary.properties().contains(rule.variable())
                || vocabulary.functions().contains(rule.variable())) {
            wrong(rule.patternAt(), "'" + rule.variable() + "' cannot name the submission; write s : Submission( … )");
        }
        ExpressionTypeCheck conditions =
                new ExpressionTypeCheck(vocabulary, rule.variable(), true, Set.of(), text, faults);
        Set<String> present = new HashSet<>();
        for (Expression condition : rule.conditions()) {
            conditions.require(condition, Kind.TRUTH, "a condition must be");
            if (condition instanceof Binary binary
                    && binary.operator().equals("!=")
                    && binary.left() instanceof Name name
                    && binary.right() instanceof Word) {
                present.add(name.name());
            }
        }
        if (rule.actions().isEmpty()) {
            wrong(
                    rule.at(),
                    "the rule does nothing; after 'then' write s.flag(…), s.defer(…), s.reject(…) or s.advise(…)");
        }
        ExpressionTypeCheck values = new ExpressionTypeCheck(vocabulary, rule.variable(), false, present, text, faults);
        for (Action action : rule.actions()) {
            action(rule, action, values);
        }
    }

    private void action(RuleTree rule, Action action, ExpressionTypeCheck values) {
        if (!action.variable().equals(rule.variable())) {
            wrong(
                    action.at(),
                    "'" + action.variable() + "' is not allowed here; a consequence calls " + rule.variable()
                            + ".flag(…), defer, reject or advise");
            return;
        }
        if (!vocabulary.actions().contains(action.verb())) {
            wrong(
                    action.verbAt(),
                    "'" + action.verb() + "' is no action" + NameSuggestion.hint(action.verb(), vocabulary.actions())
                            + " Actions are " + String.join(", ", vocabulary.actions()));
            return;
        }
        List<Expression> arguments = action.arguments();
        if (arguments.isEmpty()) {
            wrong(action.verbAt(), "'" + action.verb() + "' needs a reason for the analyst: a text in double quotes");
            return;
        }
        values.require(arguments.get(0), Kind.TEXT, "the reason must be");
        for (int i = 1; i < arguments.size(); i++) {
            if (i % 2 == 0) {
                shown(arguments.get(i), values);
            } else if (!(arguments.get(i) instanceof Text name) || !name.value().matches(EVIDENCE)) {
                wrong(
                        arguments.get(i).at(),
                        "evidence is given as name, value, name, value; here a name is due, in small letters, digits and "
                                + "underscores in double quotes, such as \"sent_1h\"");
            }
        }
        if (arguments.size() > 2 * MOST_EVIDENCE + 1) {
            wrong(
                    arguments.get(2 * MOST_EVIDENCE + 1).at(),
                    "evidence has at most " + MOST_EVIDENCE + " names; leave out what nobody looks at");
        }
        if (arguments.size() % 2 == 0) {
            wrong(
                    arguments.get(arguments.size() - 1).at(),
                    "this evidence has a name and no value; write name, value, name, value");
        }
    }

    private void shown(Expression value, ExpressionTypeCheck values) {
        ValueType type = values.type(value);
        if (type != null && (type.is(Kind.RECORD) || type.is(Kind.NULL))) {
            wrong(
                    value.at(),
                    "evidence is a number, a text or true or false; name one part, such as s.getHold().since()");
        }
    }
}
