package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.language.Expression.Text;
import org.sekimori.rules.language.FactPattern;
import org.sekimori.rules.language.FactPattern.Match;
import org.sekimori.rules.language.FactPattern.PatternNames;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.RuleTree.Action;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.NameSuggestion;

/**
 * Which rules read what other rules raise, and the order in which they fire: a rule fires after all rules whose signs or findings
 * it reads, so that what it sees does not depend on chance. Rules that would wait for each other are refused.
 */
final class RuleOrder {

    /** Most places of a rulebook in which rules raise signs. */
    static final int MOST_SIGNS = 100;

    /** Most rules between the first and the last of a chain. */
    private static final int MOST_LEVELS = 20;

    /** A rule's own salience is below this. */
    private static final int LEVEL = 100_000;

    private static final String SIGN = "Sign";

    private record Node(DrlFile file, RuleTree rule) {
        String id() {
            return file.spec().id();
        }

        Set<String> signs() {
            Set<String> signs = new TreeSet<>();
            for (Action action : rule.actions()) {
                if (action.signs()
                        && !action.arguments().isEmpty()
                        && action.arguments().get(0) instanceof Text name) {
                    signs.add(name.value());
                }
            }
            return signs;
        }

        boolean finds() {
            return rule.actions().stream().anyMatch(action -> !action.signs());
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Set<Integer>> before = new ArrayList<>();
    private final int[] levels;
    private final List<Integer> circle = new ArrayList<>();
    private int last;

    /**
     * The order of the rules of files.
     *
     * @param files in the order in which they are compiled; one that cannot be read has no rules
     */
    RuleOrder(List<DrlFile> files) {
        for (int file = 0; file < files.size(); file++) {
            List<RuleTree> rules = rules(files.get(file));
            for (int rule = 0; rule < rules.size(); rule++) {
                numbers.put(compiledName(file, rule), nodes.size());
                nodes.add(new Node(files.get(file), rules.get(rule)));
            }
        }
        for (Node node : nodes) {
            before.add(before(node));
        }
        levels = new int[nodes.size()];
        for (int i = 0; i < levels.length && circle.isEmpty(); i++) {
            last = Math.max(last, level(i, new LinkedHashSet<>()));
        }
    }

    private static List<RuleTree> rules(DrlFile file) {
        try {
            return file.rules();
        } catch (RulebookException e) {
            // The file's own check reports the fault.
            return List.of();
        }
    }

    /** The name under which a rule is compiled: the third rule of file 17 is {@code r17_3}. */
    static String compiledName(int file, int rule) {
        return "r" + file + "_" + rule;
    }

    private Set<Integer> before(Node node) {
        Set<Integer> before = new TreeSet<>();
        boolean reads = node.rule().readsAllSigns();
        for (int i = 0; i < nodes.size() && reads; i++) {
            if (!nodes.get(i).signs().isEmpty()) {
                before.add(i);
            }
        }
        for (FactPattern pattern : node.rule().patterns()) {
            Match match = pattern.match();
            boolean sign = match.type().equals(SIGN);
            Set<String> names = PatternNames.of(match, sign ? "name" : "rule");
            for (int i = 0; i < nodes.size(); i++) {
                Node other = nodes.get(i);
                boolean feeds = sign
                        ? names == null ? !other.signs().isEmpty() : !Collections.disjoint(names, other.signs())
                        : other.finds() && (names == null || names.contains(other.id()));
                if (feeds) {
                    before.add(i);
                }
            }
        }
        return before;
    }

    /** @param path the rules that wait for this one */
    private int level(int node, Set<Integer> path) {
        if (levels[node] > 0 || before.get(node).isEmpty() || !circle.isEmpty()) {
            return levels[node];
        }
        if (!path.add(node)) {
            List<Integer> all = new ArrayList<>(path);
            circle.addAll(all.subList(all.indexOf(node), all.size()));
            return 0;
        }
        int level = 0;
        for (int other : before.get(node)) {
            level = Math.max(level, level(other, path));
        }
        path.remove(node);
        levels[node] = level + 1;
        return level + 1;
    }

    /** Whether any rule reads signs or findings of others. */
    boolean reads() {
        return nodes.stream()
                .anyMatch(
                        node -> !node.rule().patterns().isEmpty() || node.rule().readsAllSigns());
    }

    /** Whether a rule raises signs and never finds anything. */
    boolean onlySigns(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).noneMatch(Node::finds);
    }

    /** Whether any rule reads signs. */
    boolean reads(String type) {
        return nodes.stream().anyMatch(node -> node.rule().patterns().stream()
                .anyMatch(pattern -> pattern.match().type().equals(type)));
    }

    /** How many times all rules may have to be run apart until each has seen what the others raise. */
    int levels() {
        return last + 1;
    }

    /** The salience of a rule among all: its own, above that of every rule that reads what it raises. */
    int salience(String compiled) {
        Integer node = numbers.get(compiled);
        return node == null
                ? 0
                : (last - levels[node]) * LEVEL + nodes.get(node).rule().salience();
    }

    /** Ids of the rules from which a rule reads, directly or through others, itself left out. */
    Set<String> feeding(String id) {
        Set<Integer> open = new TreeSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).id().equals(id)) {
                open.add(i);
            }
        }
        Set<Integer> all = new TreeSet<>();
        while (!open.isEmpty()) {
            Set<Integer> next = new TreeSet<>();
            open.forEach(node -> next.addAll(before.get(node)));
            next.removeAll(all);
            all.addAll(next);
            open = next;
        }
        Set<String> ids = new TreeSet<>();
        all.forEach(node -> ids.add(nodes.get(node).id()));
        ids.remove(id);
        return ids;
    }

    /**
     * Everything that is wrong between the rules.
     *
     * @param off files of rules that are off: what they would raise is known, and never there
     */
    List<RulebookProblem> problems(List<DrlFile> off) {
        List<RulebookProblem> problems = new ArrayList<>();
        Set<String> signs = new TreeSet<>();
        Set<String> rules = new TreeSet<>();
        nodes.forEach(node -> known(node, signs, rules));
        off.forEach(file -> rules(file).forEach(rule -> known(new Node(file, rule), signs, rules)));
        int places = 0;
        for (Node node : nodes) {
            for (FactPattern pattern : node.rule().patterns()) {
                Match match = pattern.match();
                RulebookProblem problem = match.type().equals(SIGN)
                        ? unknown(node, match, PatternNames.of(match, "name"), signs, "raises the sign")
                        : unknown(node, match, PatternNames.of(match, "rule"), rules, "finds anything by the id");
                if (problem != null) {
                    problems.add(problem);
                }
            }
            int more =
                    (int) node.rule().actions().stream().filter(Action::signs).count();
            if (places <= MOST_SIGNS && places + more > MOST_SIGNS) {
                problems.add(node.file()
                        .problem(
                                node.rule().at(),
                                "with this rule the rulebook raises signs in more than " + MOST_SIGNS
                                        + " places; let several rules share one"));
            }
            places += more;
        }
        if (!circle.isEmpty()) {
            problems.add(circle());
        } else if (last > MOST_LEVELS) {
            Node deep = nodes.get(deepest());
            problems.add(deep.file()
                    .problem(
                            deep.rule().at(),
                            "rule \"" + deep.rule().name() + "\" stands at the end of a chain of more than "
                                    + MOST_LEVELS + " rules that read each other's signs"));
        }
        return problems;
    }

    private int deepest() {
        int deepest = 0;
        for (int i = 0; i < levels.length; i++) {
            deepest = levels[i] > levels[deepest] ? i : deepest;
        }
        return deepest;
    }

    private static void known(Node node, Set<String> signs, Set<String> rules) {
        signs.addAll(node.signs());
        if (node.finds()) {
            rules.add(node.id());
        }
    }

    private static @Nullable RulebookProblem unknown(
            Node node, Match match, @Nullable Set<String> names, Set<String> known, String does) {
        if (names == null) {
            return match.type().equals(SIGN)
                    ? null
                    : node.file()
                            .problem(match.at(), "name the rule whose findings are read: Finding( rule == \"…\" )");
        }
        for (String name : names) {
            if (!known.contains(name)) {
                return node.file()
                        .problem(
                                match.at(),
                                "no rule " + does + " \"" + name + "\"" + NameSuggestion.hint(name, known)
                                        + (known.isEmpty() ? "" : " Known are " + String.join(", ", known)));
            }
        }
        return null;
    }

    private RulebookProblem circle() {
        Node first = nodes.get(circle.get(0));
        StringBuilder text = new StringBuilder("rule \"" + first.rule().name() + "\" ");
        if (circle.size() == 1) {
            text.append("reads what it raises itself; name the signs or the rules that it reads");
        } else {
            for (int i = 1; i < circle.size(); i++) {
                text.append("waits for \"")
                        .append(nodes.get(circle.get(i)).rule().name())
                        .append("\", which ");
            }
            text.append("waits for \"")
                    .append(first.rule().name())
                    .append(
                            "\": neither can fire first; name the signs that each reads, or raise one of them elsewhere");
        }
        return first.file().problem(first.rule().at(), text.toString());
    }

    private static boolean shadow(Node node) {
        return node.file().spec().mode() == Mode.SHADOW;
    }

    /** Signs and findings that an enforced rule reads, and that only rules in the shadow raise, as problems. */
    List<RulebookProblem> onlyInTheShadow() {
        List<RulebookProblem> problems = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (shadow(node)) {
                continue;
            }
            Map<String, Boolean> shadow = new TreeMap<>();
            before.get(i).forEach(other -> {
                Node raising = nodes.get(other);
                shadow.merge(raising.id(), shadow(raising), Boolean::logicalAnd);
            });
            if (!shadow.isEmpty() && !shadow.containsValue(false)) {
                problems.add(node.file()
                        .problem(
                                node.rule().patternAt(),
                                "rule \"" + node.rule().name()
                                        + "\" is enforced and reads only what rules in the shadow"
                                        + " raise (" + String.join(", ", shadow.keySet())
                                        + "), which it does not see; enforce them too, or put it in the shadow"));
            }
        }
        return problems;
    }
}
