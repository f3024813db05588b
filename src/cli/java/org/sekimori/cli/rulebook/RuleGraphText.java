package org.sekimori.cli.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.RuleGraph.Rule;
import org.sekimori.rules.evidence.StepTable;
import org.sekimori.rules.language.RuleUses.Kind;
import org.sekimori.rules.language.RuleUses.Use;

/** Words of a graph of rules, for people and for the two usual languages of diagrams. */
final class RuleGraphText {

    private static final Map<Kind, String> PLURAL = Map.of(
            Kind.FACT,
            "facts",
            Kind.THRESHOLD,
            "thresholds",
            Kind.LIMIT,
            "limits",
            Kind.LIST,
            "lists",
            Kind.LABEL,
            "labels",
            Kind.SIGN,
            "signs",
            Kind.FINDING,
            "findings of");
    private static final int WIDTH = 100;
    private static final int LABEL = 12;

    private final RuleGraph graph;

    RuleGraphText(RuleGraph graph) {
        this.graph = graph;
    }

    /** A paragraph for each rule, then what feeds several rules. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        for (Rule rule : graph.rules()) {
            lines.addAll(text(rule));
            lines.add("");
        }
        SortedMap<Use, SortedSet<String>> readers = new TreeMap<>();
        graph.rules().forEach(rule -> rule.uses().inputs().forEach(use -> readers.computeIfAbsent(
                        use, key -> new TreeSet<>())
                .add(rule.metadata().id())));
        readers.values().removeIf(rules -> rules.size() < 2);
        if (!readers.isEmpty()) {
            lines.add("Read by more than one rule:");
            readers.forEach((use, rules) -> lines.addAll(wrapped("  " + shown(use) + ":", List.copyOf(rules))));
        }
        return lines;
    }

    /** One rule. */
    List<String> text(Rule rule) {
        List<String> lines = new ArrayList<>();
        List<String> comes = new ArrayList<>(rule.uses().effects());
        rule.uses().outputs().forEach(use -> comes.add(word(use.kind()) + " \"" + use.name() + '"'));
        lines.add(rule.metadata().id() + " (" + mode(rule) + ") -> " + String.join(", ", comes));
        for (Kind kind : Kind.values()) {
            List<String> names = rule.uses().inputs().stream()
                    .filter(use -> use.kind() == kind)
                    .map(this::named)
                    .toList();
            if (!names.isEmpty()) {
                lines.addAll(wrapped(
                        String.format(Locale.ROOT, "  %-" + LABEL + "s", PLURAL.getOrDefault(kind, "")), names));
            }
        }
        for (Use use : rule.uses().outputs()) {
            StepTable table = use.kind() == Kind.SIGN ? graph.weights().get(use.name()) : null;
            if (table != null) {
                lines.addAll(wrapped(
                        String.format(Locale.ROOT, "  %-" + LABEL + "s %s:", "weighs", use.name()), steps(table)));
            }
        }
        return lines;
    }

    /** What a sign weighs below the first edge of its table, and from each edge on. */
    private static List<String> steps(StepTable table) {
        List<String> steps = new ArrayList<>(List.of(number(table.weights().get(0))));
        for (int i = 0; i < table.edges().size(); i++) {
            steps.add(number(table.weights().get(i + 1)) + " from "
                    + number(table.edges().get(i)));
        }
        return steps;
    }

    private static List<String> wrapped(String head, List<String> names) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(head);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i < names.size() - 1 ? "," : "");
            if (line.length() + name.length() + 1 > WIDTH && line.length() > LABEL + 2) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(LABEL + 2));
            }
            line.append(' ').append(name);
        }
        lines.add(line.toString());
        return lines;
    }

    private String named(Use use) {
        Double value = use.kind() == Kind.THRESHOLD ? graph.thresholds().get(use.name()) : null;
        return value == null ? use.name() : use.name() + " " + number(value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String shown(Use use) {
        return word(use.kind()) + " " + use.name();
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String mode(Rule rule) {
        return rule.metadata().active() ? rule.metadata().mode().word() : "off";
    }

    /** For Graphviz. */
    List<String> dot() {
        List<String> lines = new ArrayList<>(List.of("digraph rules {", "  rankdir=LR;", "  node [shape=plaintext];"));
        for (Rule rule : graph.rules()) {
            String id = rule.metadata().id();
            lines.add("  " + quoted("rule " + id) + " [shape=box, label=" + quoted(id + "\n" + mode(rule)) + "];");
        }
        nodes().forEach(use -> lines.add("  " + quoted(shown(use)) + " [label=" + quoted(label(use)) + "];"));
        effects()
                .forEach(effect -> lines.add(
                        "  " + quoted("effect " + effect) + " [shape=ellipse, label=" + quoted(effect) + "];"));
        edges().forEach(edge -> lines.add("  " + quoted(edge[0]) + " -> " + quoted(edge[1]) + ";"));
        lines.add("}");
        return lines;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** For Mermaid, which Markdown pages of GitHub and GitLab show as a picture. */
    List<String> mermaid() {
        List<String> lines = new ArrayList<>(List.of("flowchart LR"));
        Map<String, String> ids = new TreeMap<>();
        for (Rule rule : graph.rules()) {
            String id = rule.metadata().id();
            lines.add("  " + id(ids, "rule " + id) + "[" + entity(id + " (" + mode(rule) + ")") + "]");
        }
        nodes().forEach(use -> lines.add("  " + id(ids, shown(use)) + "(" + entity(label(use)) + ")"));
        effects().forEach(effect -> lines.add("  " + id(ids, "effect " + effect) + "{{" + entity(effect) + "}}"));
        edges().forEach(edge -> lines.add("  " + id(ids, edge[0]) + " --> " + id(ids, edge[1])));
        return lines;
    }

    /** Names with spaces and quotes are none for Mermaid, so nodes are numbered. */
    private static String id(Map<String, String> ids, String name) {
        return ids.computeIfAbsent(name, key -> "n" + ids.size());
    }

    private static String entity(String text) {
        return '"'
                + text.replace("#", "#35;")
                        .replace("\"", "#quot;")
                        .replace("<", "#lt;")
                        .replace(">", "#gt;")
                + '"';
    }

    private String label(Use use) {
        return use.kind() == Kind.FACT ? use.name() : word(use.kind()) + " " + named(use);
    }

    private SortedSet<Use> nodes() {
        SortedSet<Use> nodes = new TreeSet<>();
        graph.rules().forEach(rule -> {
            nodes.addAll(rule.uses().inputs());
            nodes.addAll(rule.uses().outputs());
        });
        return nodes;
    }

    private SortedSet<String> effects() {
        return graph.rules().stream()
                .flatMap(rule -> rule.uses().effects().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String[]> edges() {
        List<String[]> edges = new ArrayList<>();
        for (Rule rule : graph.rules()) {
            String name = "rule " + rule.metadata().id();
            rule.uses().inputs().forEach(use -> edges.add(new String[] {shown(use), name}));
            rule.uses().outputs().forEach(use -> edges.add(new String[] {name, shown(use)}));
            rule.uses().effects().forEach(effect -> edges.add(new String[] {name, "effect " + effect}));
        }
        return edges;
    }
}
