package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.sekimori.profile.labels.Label;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.RuleFile.NamedCondition;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.language.ValueType.Kind;
import org.sekimori.text.NameSuggestion;

/** Checks the rules of a file against the vocabulary: every name, every type, every action. */
public final class RuleSemanticCheck {

    /** An action with a grammar of its own. */
    private static final String LABEL = "label";

    private static final int MOST_NAME = 100;

    private final String text;
    private final Vocabulary vocabulary;
    private final List<RuleTextFault> faults = new ArrayList<>();

    private RuleSemanticCheck(String text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
    }

    /** Everything that is wrong with rules that were read from a text; empty if nothing is. */
    public static List<RuleTextFault> check(String text, RuleFile file, Vocabulary vocabulary) {
        RuleSemanticCheck check = new RuleSemanticCheck(text, vocabulary);
        file.named().forEach(check::named);
        file.unusedTables()
                .forEach(table -> check.wrong(
                        table.at(),
                        "no rule names the table '" + table.name() + "'; take it out, or write: table "
                                + table.name()));
        Set<String> names = new HashSet<>();
        for (RuleTree rule : file.rules()) {
            if (!names.add(rule.name())) {
                check.wrong(rule.nameAt(), "there is a rule \"" + rule.name() + "\" already; give each its own name");
            }
            check.rule(rule);
        }
        return check.faults;
    }

    private void named(NamedCondition named) {
        if (vocabulary.properties().contains(named.name())
                || vocabulary.functions().contains(named.name())) {
            wrong(named.at(), "Submission has '" + named.name() + "' already; give the condition another name");
        }
        if (!named.used()) {
            wrong(named.at(), "no rule names the condition '" + named.name() + "'; take it out, or use it");
        }
        ExpressionTypeCheck conditions =
                new ExpressionTypeCheck(vocabulary, "", true, Set.of(), Map.of(), text, faults);
        named.conditions().forEach(condition -> conditions.require(condition, Kind.TRUTH, "a condition must be"));
    }

    private void wrong(int at, String message) {
        RuleTextFault fault = RuleTextFault.at(text, at, message);
        if (!faults.contains(fault)) {
            // The rows of a table are the same rule.
            faults.add(fault);
        }
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
                new ExpressionTypeCheck(vocabulary, rule.variable(), true, Set.of(), Map.of(), text, faults);
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
                    "the rule does nothing; after 'then' write s.flag(…), s.quarantine(…), s.defer(…), s.reject(…),"
                            + " s.advise(…) or s.sign(…)");
        }
        Map<String, ValueType> bound = new FactPatternCheck(text, vocabulary, faults).check(rule.patterns());
        ExpressionTypeCheck values =
                new ExpressionTypeCheck(vocabulary, rule.variable(), false, present, bound, text, faults);
        for (Action action : rule.actions()) {
            action(rule, action, values);
        }
    }

    private void action(RuleTree rule, Action action, ExpressionTypeCheck values) {
        if (!action.variable().equals(rule.variable())) {
            wrong(
                    action.at(),
                    "'" + action.variable() + "' is not allowed here; a consequence calls " + rule.variable()
                            + ".flag(…), quarantine, defer, reject, advise, find, sign or weigh");
            return;
        }
        if (!vocabulary.actions().contains(action.verb())) {
            wrong(
                    action.verbAt(),
                    "'" + action.verb() + "' is no action" + NameSuggestion.hint(action.verb(), vocabulary.actions())
                            + " Actions are " + String.join(", ", vocabulary.actions()));
            return;
        }
        if (action.verb().equals(LABEL)) {
            label(action, action.arguments());
            return;
        }
        new ActionCheck(text, values, faults).check(rule, action);
    }

    private void label(Action action, List<Expression> arguments) {
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof Text name)
                || !(arguments.get(1) instanceof Text life)) {
            wrong(
                    action.verbAt(),
                    "'label' takes two texts in double quotes, the label and how long it lasts: label(\"seen-probing\", \"7d\")");
            return;
        }
        try {
            Label.checkName(name.value());
        } catch (IllegalArgumentException e) {
            wrong(name.at(), String.valueOf(e.getMessage()));
        }
        try {
            Label.life(life.value());
        } catch (IllegalArgumentException e) {
            wrong(life.at(), String.valueOf(e.getMessage()));
        }
    }
}
