package org.sekimori.rules.language;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.language.ValueType.Kind;
import org.sekimori.text.NameSuggestion;

/** Checks the arguments of one action: reason or sign, evidence, placeholders, effects. */
final class ActionCheck {

    private static final int MOST_EVIDENCE = 16;
    private static final String EVIDENCE = "[a-z][a-z0-9_]{0,59}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}?");
    private static final Pattern SIGN_NAME = Pattern.compile("\\S(.{0,58}\\S)?");

    /** List all signs, so that a rule that calls one fires after all that raise some. */
    static final Set<String> ALL_SIGNS = Set.of("getSigns", "getReasons");

    /** The function that gives the weight of a sign. */
    private static final String WEIGHT = "evidence";

    /** Where the words of a weighed sign stand. */
    private static final int WORDS = 2;

    private final String text;
    private final ExpressionTypeCheck values;
    private final List<RuleTextFault> faults;

    ActionCheck(String text, ExpressionTypeCheck values, List<RuleTextFault> faults) {
        this.text = text;
        this.values = values;
        this.faults = faults;
    }

    private void wrong(int at, String message) {
        values.wrong(at, message);
    }

    void check(RuleTree rule, Action action) {
        List<Expression> arguments = action.arguments();
        if (action.verb().equals(Action.WEIGH)) {
            weigh(rule, action);
            return;
        }
        boolean sign = action.verb().equals(Action.SIGN);
        if (arguments.isEmpty()) {
            wrong(
                    action.verbAt(),
                    sign
                            ? "'sign' needs a name and a weight: " + rule.variable() + ".sign(\"strange lane\", "
                                    + rule.variable() + ".threshold(\"…\"))"
                            : "'" + action.verb() + "' needs a reason for the analyst: a text in double quotes");
            return;
        }
        int faultsBefore = faults.size();
        if (sign) {
            sign(action);
        } else {
            values.require(arguments.get(0), Kind.TEXT, "the reason must be");
        }
        evidence(arguments, sign ? 2 : 1);
        if (action.verb().equals(Action.FIND) && faults.size() == faultsBefore) {
            find(action);
        }
    }

    /** The weight is asked for like a fact; the vocabulary knows the names. */
    private void weigh(RuleTree rule, Action action) {
        List<Expression> arguments = action.arguments();
        if (arguments.size() < 3) {
            wrong(
                    action.verbAt(),
                    "'weigh' needs a sign of evidence/weights.yml, a number and words for the analyst: "
                            + rule.variable()
                            + ".weigh(\"new-recipients\", " + rule.variable()
                            + ".getNewRecipientEvidence(), \"to people never written to\")");
            return;
        }
        int faultsBefore = faults.size();
        values.type(new Call(
                action.verbAt(),
                new Name(action.at(), rule.variable()),
                WEIGHT,
                List.of(arguments.get(0), arguments.get(1))));
        evidence(arguments, WORDS + 1);
        if (faults.size() == faultsBefore) {
            placeholders(action, WORDS);
        }
    }

    private void sign(Action action) {
        Expression name = action.arguments().get(0);
        if (!(name instanceof Text literal)
                || !SIGN_NAME.matcher(literal.value()).matches()) {
            wrong(
                    name.at(),
                    "the name of a sign is a text of 1 to 60 characters in double quotes, such as \"strange lane\"");
        }
        if (action.arguments().size() < 2) {
            wrong(action.verbAt(), "a sign has a weight: write s.sign(\"strange lane\", s.threshold(\"…\"))");
        } else {
            values.require(action.arguments().get(1), Kind.NUMBER, "the weight of a sign must be");
        }
    }

    /** @param from the first name */
    private void evidence(List<Expression> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            if ((i - from) % 2 == 1) {
                shown(arguments.get(i));
            } else if (!(arguments.get(i) instanceof Text name) || !name.value().matches(EVIDENCE)) {
                wrong(
                        arguments.get(i).at(),
                        "evidence is given as name, value, name, value; here a name is due, in small letters, digits and "
                                + "underscores in double quotes, such as \"sent_1h\"");
            }
        }
        if (arguments.size() > 2 * MOST_EVIDENCE + from) {
            wrong(
                    arguments.get(2 * MOST_EVIDENCE + from).at(),
                    "evidence has at most " + MOST_EVIDENCE + " names; leave out what nobody looks at");
        }
        if (arguments.size() > from && (arguments.size() - from) % 2 == 1) {
            wrong(
                    arguments.get(arguments.size() - 1).at(),
                    "this evidence has a name and no value; write name, value, name, value");
        }
    }

    private void shown(Expression value) {
        ValueType type = values.type(value);
        if (type != null && (type.is(Kind.RECORD) || type.is(Kind.NULL))) {
            wrong(
                    value.at(),
                    "evidence is a number, a text or true or false; name one part, such as s.getHold().since()");
        }
    }

    /**
     * Each placeholder has its value.
     *
     * @param said where the text stands that has them
     */
    private void placeholders(Action action, int said) {
        List<Expression> arguments = action.arguments();
        if (!(arguments.get(said) instanceof Text reason)) {
            wrong(
                    arguments.get(said).at(),
                    "the reason of '" + action.verb()
                            + "' is one text; name its values in braces: s.find(\"{sent} messages\", \"sent\", …)");
            return;
        }
        Set<String> names = new TreeSet<>();
        for (int i = said + 1; i < arguments.size(); i += 2) {
            if (arguments.get(i) instanceof Text name && !names.add(name.value())) {
                wrong(name.at(), "the value '" + name.value() + "' stands here twice");
            }
        }
        for (Matcher matcher = PLACEHOLDER.matcher(reason.value()); matcher.find(); ) {
            if (!matcher.group().endsWith("}") || !names.contains(matcher.group(1))) {
                wrong(
                        reason.at(),
                        "the reason names " + matcher.group() + ", and no value has that name"
                                + NameSuggestion.hint(matcher.group(1), names));
            }
        }
    }

    /** Each placeholder has its value, and the reason leads to something. */
    private void find(Action action) {
        placeholders(action, 0);
        if (action.effects().isEmpty()) {
            wrong(action.verbAt(), "'find' says a reason and does nothing; write what it leads to: s.find(…).flag();");
        }
        Set<String> seen = new HashSet<>();
        for (String effect : action.effects()) {
            if (!Vocabulary.effects().contains(effect)) {
                wrong(
                        action.verbAt(),
                        "'" + effect + "' is no effect" + NameSuggestion.hint(effect, Vocabulary.effects())
                                + " Effects are " + String.join(", ", Vocabulary.effects()));
            } else if (!seen.add(effect)) {
                wrong(action.verbAt(), "the effect '" + effect + "' stands here twice");
            }
        }
    }
}
