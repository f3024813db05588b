package org.sekimori.web.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.language.RuleUses.Kind;
import org.sekimori.rules.language.RuleUses.Use;

/**
 * The graph of rules as boxes and lines to be written as SVG: from what is read, on the left, over rules to what they leave, and on to those
 * that read that. Made on the server, since pages hold no script of their own; the same graph is always drawn alike.
 *
 * <p>Columns are the longest ways from the left. Within a column boxes are put at the mean height of their neighbours, some times over, so
 * that few lines cross (Sugiyama, Tagawa and Toda 1981).
 *
 * @param width in pixels
 * @param height in pixels
 */
record RuleGraphDrawing(int width, int height, List<Box> boxes, List<Line> lines) {

    private static final int ROW = 34;
    private static final int BOX = 26;
    /** Width of a letter in the style sheet's type, rounded up for fonts that are wider. */
    private static final double LETTER = 7.4;

    private static final int PADDING = 20;
    private static final int GAP = 96;
    private static final int MARGIN = 8;
    private static final int LONGEST = 34;
    private static final int SWEEPS = 6;

    /** Rules feed each other over few steps; more columns than this only a circle over labels makes. */
    private static final int MOST_COLUMNS = 9;

    /**
     * A box.
     *
     * @param kind word of what it stands for, such as {@code fact}, {@code rule} or {@code effect}
     * @param label cut to fit
     * @param whole not cut
     * @param rule id of the rule that it leads to; null for others
     */
    record Box(
            String kind,
            String label,
            String whole,
            @Nullable String rule,
            int x,
            int y,
            int width,
            int height) {

        /** Baseline of its text. */
        public int textY() {
            return y + height / 2 + 4;
        }

        public int textX() {
            return x + PADDING / 2;
        }
    }

    /** A line; {@code path} as in SVG, {@code kind} as of its box. */
    record Line(String path, String kind) {}

    /** A box before it has a place. */
    private static final class Node {
        private final String kind;
        private final String name;
        private final @Nullable String rule;
        private final List<Node> before = new ArrayList<>();
        private final List<Node> after = new ArrayList<>();
        private int column;
        private double row;

        private Node(String kind, String name, @Nullable String rule) {
            this.kind = kind;
            this.name = name;
            this.rule = rule;
        }

        private String label() {
            return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
        }

        private int width() {
            return (int) Math.ceil(label().length() * LETTER) + PADDING;
        }
    }

    /** All rules, with what they read of these kinds and what they leave. */
    static RuleGraphDrawing whole(RuleGraph graph, Set<Kind> kinds) {
        Builder builder = new Builder(graph);
        graph.rules().forEach(rule -> builder.add(rule, kinds, false));
        return builder.draw();
    }

    /** One rule, with all that it reads and leaves, the rules that leave it and those that read it. */
    static RuleGraphDrawing around(RuleGraph graph, String id) {
        Builder builder = new Builder(graph);
        graph.rules().stream()
                .filter(rule -> rule.metadata().id().equals(id))
                .forEach(rule -> builder.add(rule, Set.of(Kind.values()), true));
        return builder.draw();
    }

    private static final class Builder {

        private final RuleGraph graph;
        private final Map<String, Node> nodes = new LinkedHashMap<>();

        private Builder(RuleGraph graph) {
            this.graph = graph;
        }

        private Node rule(String id) {
            return nodes.computeIfAbsent("rule " + id, key -> new Node("rule", id, id));
        }

        private Node use(Use use) {
            String kind = use.kind().name().toLowerCase(Locale.ROOT);
            return nodes.computeIfAbsent(kind + " " + use.name(), key -> new Node(kind, use.name(), null));
        }

        private static void join(Node from, Node to) {
            if (from != to && !from.after.contains(to)) {
                from.after.add(to);
                to.before.add(from);
            }
        }

        private void add(RuleGraph.Rule one, Set<Kind> kinds, boolean neighbours) {
            String id = one.metadata().id();
            Node rule = null;
            for (Use input : one.uses().inputs()) {
                if (kinds.contains(input.kind())) {
                    rule = rule(id);
                    reads(rule, input, id, neighbours);
                }
            }
            for (Use output : one.uses().outputs()) {
                if (kinds.contains(output.kind())) {
                    rule = rule(id);
                    Node left = use(output);
                    join(rule, left);
                    if (neighbours) {
                        RuleLinks.readers(graph, output, id).forEach(reader -> join(left, rule(reader)));
                    }
                }
            }
            if (neighbours) {
                Node centre = rule(id);
                one.uses()
                        .effects()
                        .forEach(effect -> join(
                                centre,
                                nodes.computeIfAbsent("effect " + effect, key -> new Node("effect", effect, null))));
            }
        }

        private void reads(Node rule, Use input, String id, boolean neighbours) {
            List<String> sources = RuleLinks.sources(graph, input, id);
            if (sources.isEmpty()) {
                join(use(input), rule);
            } else if (input.kind() == Kind.FINDING) {
                sources.forEach(source -> join(rule(source), rule));
            } else {
                for (RuleGraph.Rule source : graph.rules()) {
                    for (Use output : source.uses().outputs()) {
                        if (sources.contains(source.metadata().id()) && RuleLinks.feeds(output, input)) {
                            Node sign = use(output);
                            join(sign, rule);
                            if (neighbours) {
                                join(rule(source.metadata().id()), sign);
                            }
                        }
                    }
                }
            }
        }

        private RuleGraphDrawing draw() {
            columns();
            TreeMap<Integer, List<Node>> columns = new TreeMap<>();
            nodes.values().forEach(node -> columns.computeIfAbsent(node.column, key -> new ArrayList<>())
                    .add(node));
            columns.values().forEach(Builder::start);
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                boolean right = sweep % 2 == 0;
                (right ? columns : columns.descendingMap()).values().forEach(column -> order(column, right));
            }
            return place(columns);
        }

        /** Passes over all lines until nothing moves; a circle is ended by the bound. */
        private void columns() {
            Set<Node> moved = new LinkedHashSet<>(nodes.values());
            while (!moved.isEmpty()) {
                Set<Node> next = new LinkedHashSet<>();
                for (Node node : moved) {
                    for (Node after : node.after) {
                        if (after.column <= node.column && node.column + 1 < MOST_COLUMNS) {
                            after.column = node.column + 1;
                            next.add(after);
                        }
                    }
                }
                moved = next;
            }
            // What is only read stands directly before its first reader.
            for (Node node : nodes.values()) {
                if (node.before.isEmpty() && !node.after.isEmpty()) {
                    node.column = Math.max(
                            0,
                            node.after.stream()
                                            .mapToInt(after -> after.column)
                                            .min()
                                            .getAsInt()
                                    - 1);
                }
            }
        }

        private static void start(List<Node> column) {
            column.sort(Comparator.comparing((Node node) -> node.kind).thenComparing(node -> node.name));
            number(column);
        }

        private static void number(List<Node> column) {
            for (int i = 0; i < column.size(); i++) {
                column.get(i).row = i - (column.size() - 1) / 2.0;
            }
        }

        private static void order(List<Node> column, boolean right) {
            Map<Node, Double> means = new HashMap<>();
            for (Node node : column) {
                List<Node> beside = right ? node.before : node.after;
                means.put(
                        node,
                        beside.stream().mapToDouble(one -> one.row).average().orElse(node.row));
            }
            column.sort(Comparator.comparing((Node node) -> means.get(node)).thenComparing(node -> node.name));
            number(column);
        }

        private RuleGraphDrawing place(TreeMap<Integer, List<Node>> columns) {
            int most = columns.values().stream().mapToInt(List::size).max().orElse(0);
            int height = most * ROW + 2 * MARGIN;
            Map<Node, Box> boxes = new LinkedHashMap<>();
            int x = MARGIN;
            for (List<Node> column : columns.values()) {
                int width = column.stream().mapToInt(Node::width).max().orElse(0);
                for (Node node : column) {
                    int y = (int) Math.round(height / 2.0 + node.row * ROW - BOX / 2.0);
                    boxes.put(node, new Box(node.kind, node.label(), node.name, node.rule, x, y, width, BOX));
                }
                x += width + GAP;
            }
            List<Line> lines = new ArrayList<>();
            boxes.forEach((node, box) ->
                    node.after.forEach(after -> lines.add(line(box, boxes.getOrDefault(after, box), node, after))));
            return new RuleGraphDrawing(Math.max(0, x - GAP + MARGIN), height, List.copyOf(boxes.values()), lines);
        }

        private static Line line(Box from, Box to, Node node, Node after) {
            int x1 = from.x() + from.width();
            int y1 = from.y() + BOX / 2;
            int y2 = to.y() + BOX / 2;
            int bend = Math.max(GAP / 2, (to.x() - x1) / 2);
            return new Line(
                    "M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1 + " " + (to.x() - bend) + " " + y2 + " " + to.x()
                            + " " + y2,
                    node.kind.equals("rule") ? after.kind : node.kind);
        }
    }
}
