package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.language.Expression.Binary;
import org.sekimori.rules.language.Expression.Call;
import org.sekimori.rules.language.Expression.Choice;
import org.sekimori.rules.language.Expression.Field;
import org.sekimori.rules.language.Expression.In;
import org.sekimori.rules.language.Expression.Name;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.Expression.Unary;
import org.sekimori.rules.language.Expression.Word;
import org.sekimori.rules.language.RuleFile.NamedCondition;
import org.sekimori.rules.language.RuleFile.UnusedTable;
import org.sekimori.rules.language.RuleTree.Action;

/**
 * Named conditions and tables of a file. Both are put in as trees that were read before, never as text, so that a cell or a
 * condition is always one value.
 */
final class RuleTemplates {

    /** Most values in a named condition, those of the conditions that it names counted: none grows without end. */
    private static final int MOST_VALUES = 400;

    /**
     * A table.
     *
     * @param columns with their {@code $}
     * @param rows each with a value for each column
     */
    record Table(int at, List<String> columns, List<List<Expression>> rows) {

        Map<String, Expression> row(int index) {
            Map<String, Expression> cells = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.put(columns.get(i), rows.get(index).get(i));
            }
            return cells;
        }
    }

    private final Map<String, NamedCondition> named = new LinkedHashMap<>();
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    void name(int at, String name, List<Expression> conditions) throws SyntaxException {
        requireNew(at, name);
        List<Expression> expanded = conditions(conditions, Map.of());
        int[] values = {0};
        expanded.forEach(condition -> ConditionSplitter.visit(condition, part -> values[0]++));
        if (values[0] > MOST_VALUES) {
            throw new SyntaxException(at, "the condition has more than " + MOST_VALUES + " values; make it two");
        }
        if (expanded.isEmpty()) {
            throw new SyntaxException(at, "the condition says nothing; write what Submission( … ) must meet");
        }
        named.put(name, new NamedCondition(at, name, expanded, false));
    }

    void table(int at, String name, Table table) throws SyntaxException {
        requireNew(at, name);
        tables.put(name, table);
    }

    private void requireNew(int at, String name) throws SyntaxException {
        if (named.containsKey(name) || tables.containsKey(name)) {
            throw new SyntaxException(at, "there is a '" + name + "' already in this file; give each its own name");
        }
    }

    /** A rule once for each row of its table, or once. */
    List<RuleTree> rules(RuleTree rule, @Nullable Token table) throws SyntaxException {
        if (table == null) {
            return List.of(rule(rule, Map.of()));
        }
        Table rows = tables.get(table.text());
        if (rows == null) {
            throw new SyntaxException(
                    table.offset(), "there is no table '" + table.text() + "' before this rule in the file");
        }
        used.add(table.text());
        List<RuleTree> rules = new ArrayList<>();
        for (int i = 0; i < rows.rows().size(); i++) {
            rules.add(rule(rule, rows.row(i)));
        }
        return rules;
    }

    private RuleTree rule(RuleTree rule, Map<String, Expression> cells) {
        List<Action> actions = new ArrayList<>();
        for (Action action : rule.actions()) {
            List<Expression> arguments = new ArrayList<>();
            action.arguments().forEach(value -> arguments.add(value(value, cells, rule.variable())));
            actions.add(new Action(
                    action.at(), action.variable(), action.verb(), action.verbAt(), arguments, action.effects()));
        }
        return new RuleTree(
                rule.at(),
                filled(rule.name(), cells),
                rule.nameAt(),
                rule.salience(),
                rule.variable(),
                rule.patternAt(),
                conditions(rule.conditions(), cells),
                rule.patterns(),
                actions,
                rule.end());
    }

    RuleFile file(List<RuleTree> rules) {
        List<NamedCondition> conditions = new ArrayList<>();
        named.values()
                .forEach(one -> conditions.add(
                        new NamedCondition(one.at(), one.name(), one.conditions(), used.contains(one.name()))));
        List<UnusedTable> unused = new ArrayList<>();
        tables.forEach((name, table) -> {
            if (!used.contains(name)) {
                unused.add(new UnusedTable(table.at(), name));
            }
        });
        return new RuleFile(conditions, unused, rules);
    }

    /** A named condition becomes those that it stands for; an empty cell of a table, {@code true}, becomes nothing. */
    private List<Expression> conditions(List<Expression> conditions, Map<String, Expression> cells) {
        List<Expression> all = new ArrayList<>();
        for (Expression condition : conditions) {
            NamedCondition meant = condition instanceof Name name ? named.get(name.name()) : null;
            boolean cell = condition instanceof Name name && cells.containsKey(name.name());
            if (meant != null) {
                used.add(meant.name());
                all.addAll(meant.conditions());
                continue;
            }
            Expression put = value(condition, cells, null);
            if (!(cell && put instanceof Word word && word.word().equals("true"))) {
                all.add(put);
            }
        }
        return all;
    }

    /** @param fact the name of the submission in a consequence; null in a condition */
    private Expression value(Expression value, Map<String, Expression> cells, @Nullable String fact) {
        if (value instanceof Name name) {
            return name(name, cells, fact);
        } else if (value instanceof Text text) {
            return new Text(text.at(), filled(text.value(), cells));
        } else if (value instanceof Call call) {
            Expression on = call.on();
            return new Call(
                    call.at(),
                    on == null ? null : value(on, cells, fact),
                    call.name(),
                    all(call.arguments(), cells, fact));
        } else if (value instanceof Field field) {
            return new Field(field.at(), value(field.on(), cells, fact), field.name());
        } else if (value instanceof Unary unary) {
            return new Unary(unary.at(), unary.operator(), value(unary.inner(), cells, fact));
        } else if (value instanceof Binary binary) {
            Expression left = value(binary.left(), cells, fact);
            Expression right = value(binary.right(), cells, fact);
            // A text in several lines is one text.
            return binary.operator().equals("+") && left instanceof Text first && right instanceof Text second
                    ? new Text(first.at(), first.value() + second.value())
                    : new Binary(binary.at(), binary.operator(), left, right);
        } else if (value instanceof Choice choice) {
            return new Choice(
                    choice.at(),
                    value(choice.condition(), cells, fact),
                    value(choice.yes(), cells, fact),
                    value(choice.no(), cells, fact));
        } else if (value instanceof In in) {
            return new In(in.at(), value(in.value(), cells, fact), in.negated(), all(in.items(), cells, fact));
        }
        return value;
    }

    private List<Expression> all(List<Expression> values, Map<String, Expression> cells, @Nullable String fact) {
        List<Expression> all = new ArrayList<>();
        values.forEach(value -> all.add(value(value, cells, fact)));
        return all;
    }

    private Expression name(Name name, Map<String, Expression> cells, @Nullable String fact) {
        Expression cell = cells.get(name.name());
        if (cell != null) {
            return fact == null ? cell : onFact(cell, fact);
        }
        NamedCondition meant = fact == null ? named.get(name.name()) : null;
        if (meant == null) {
            return name;
        }
        used.add(meant.name());
        Expression all = meant.conditions().get(0);
        for (Expression next : meant.conditions().subList(1, meant.conditions().size())) {
            all = new Binary(name.at(), "&&", all, next);
        }
        return all;
    }

    /** A cell is written as in a condition; in a consequence its functions are called on the submission. */
    private static Expression onFact(Expression cell, String fact) {
        if (cell instanceof Call call && call.on() == null) {
            return new Call(call.at(), new Name(call.at(), fact), call.name(), call.arguments());
        } else if (cell instanceof Unary unary) {
            return new Unary(unary.at(), unary.operator(), onFact(unary.inner(), fact));
        } else if (cell instanceof Binary binary) {
            return new Binary(
                    binary.at(), binary.operator(), onFact(binary.left(), fact), onFact(binary.right(), fact));
        }
        return cell;
    }

    /** A text with each {@code {column}} replaced by the row's text; other braces stay. */
    private static String filled(String text, Map<String, Expression> cells) {
        String filled = text;
        for (Map.Entry<String, Expression> cell : cells.entrySet()) {
            if (cell.getValue() instanceof Text words) {
                filled = filled.replace("{" + cell.getKey().substring(1) + "}", words.value());
            }
        }
        return filled;
    }
}
