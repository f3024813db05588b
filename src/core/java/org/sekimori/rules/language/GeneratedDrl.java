package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The only text given to Drools. Of the author's text it keeps only numbers and names of the fact: {@link RulePrinter} printed it
 * from {@link RuleRewriter generated rules}, and each of its characters is on a list. It has no comments, escapes or braces, and
 * only words in quotes.
 *
 * @param name of the package, the resource and the rules: {@code r17}
 * @param text one line of declarations, then one rule a line
 */
public record GeneratedDrl(String name, String text) {

    private static final Pattern NAME = Pattern.compile("[a-z]{1,10}[0-9]{0,9}");
    private static final String SIGNS = "_.,:;()<>=!&|+-*/%? ";

    public GeneratedDrl {
        RulePrinter.require(NAME, name);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                int end = text.indexOf('"', at + 1);
                RulePrinter.require(RuleRewriter.WORD, end < 0 ? text.substring(at) : text.substring(at + 1, end));
                at = end;
            } else if (!letterOrDigit(c) && c != '\n' && SIGNS.indexOf(c) < 0) {
                throw new IllegalArgumentException("a character cannot be printed, by its number " + (int) c);
            }
        }
        if (text.contains("//") || text.contains("/*") || text.contains("*/")) {
            throw new IllegalArgumentException("a comment cannot be printed");
        }
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /**
     * Rules of one package.
     *
     * @param rules generated ones
     * @param fact the simple name of their fact
     */
    public static GeneratedDrl of(String name, Class<?> fact, List<RuleTree> rules) {
        Set<String> further = new TreeSet<>();
        rules.forEach(rule ->
                rule.patterns().forEach(pattern -> further.add(pattern.match().type())));
        StringBuilder text = head(name, fact, further);
        rules.forEach(rule ->
                text.append(RulePrinter.rule(rule, fact.getSimpleName())).append('\n'));
        return new GeneratedDrl(name, text.toString());
    }

    /** @param further simple names of the facts beside it that the rules read */
    private static StringBuilder head(String name, Class<?> fact, Set<String> further) {
        StringBuilder head = new StringBuilder("package rules." + name + "; import " + fact.getName() + ";");
        further.forEach(type -> head.append(" import ")
                .append(fact.getPackageName())
                .append(".fact.")
                .append(type)
                .append(';'));
        return head.append('\n');
    }

    /**
     * A rule that matches where conditions and patterns hold, or that always matches, and binds values.
     *
     * @param patterns generated ones over signs and findings
     */
    public record Query(String name, List<Expression> conditions, List<Binding> bindings, List<FactPattern> patterns) {

        /** Of the submission alone. */
        public Query(String name, List<Expression> conditions, List<Binding> bindings) {
            this(name, conditions, bindings, List.of());
        }

        public Query {
            patterns = List.copyOf(patterns);
            conditions = List.copyOf(conditions);
            bindings = List.copyOf(bindings);
        }
    }

    /** A named value. */
    public record Binding(String name, Expression value) {}

    /** Rules of one package that do nothing but match. */
    public static GeneratedDrl queries(String name, Class<?> fact, List<Query> queries) {
        Set<String> further = new TreeSet<>();
        queries.forEach(query ->
                query.patterns().forEach(pattern -> further.add(pattern.match().type())));
        StringBuilder text = head(name, fact, further);
        for (Query query : queries) {
            List<String> parts = new ArrayList<>();
            query.conditions().forEach(condition -> parts.add(RulePrinter.value(condition)));
            query.bindings()
                    .forEach(binding -> parts.add(
                            RulePrinter.name(binding.name()) + " : (" + RulePrinter.value(binding.value()) + ")"));
            String patterns = query.patterns().stream()
                    .map(pattern -> " " + RulePrinter.pattern(pattern, true))
                    .collect(Collectors.joining());
            text.append("rule \"" + RulePrinter.name(query.name()) + "\" when "
                            + (patterns.isEmpty() ? "" : RuleRewriter.FACT + " : ") + fact.getSimpleName() + "( "
                            + String.join(", ", parts) + " )" + patterns + " then end")
                    .append('\n');
        }
        return new GeneratedDrl(name, text.toString());
    }
}
