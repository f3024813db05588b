package org.sekimori.rules.source;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts one {@code key: value} into a YAML file as a person would: at the end of the mapping that it belongs to, and without touching
 * anything else, comments included. A parser that writes a file again would lose them.
 *
 * @param comment a line before it, without {@code #}; empty for none
 * @param key of the new entry, a plain word
 * @param value as YAML writes it, in one line
 * @param remark behind the value, without {@code #}; empty for none
 */
public record YamlInsertion(String comment, String key, String value, String remark) {

    private static final int STEP = 2;

    /** Column of remarks in the shipped files, counted from 0. */
    private static final int REMARKS = 36;

    /**
     * The text with the entry.
     *
     * @param file name for complaints
     * @param path keys of the mappings around the entry, from the top level; those that are missing are added
     * @throws RulebookException if the text is no YAML, or something else than a mapping is in the way
     */
    public String into(String file, String text, List<String> path) throws RulebookException {
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        if (text.isBlank()) {
            return text + block(path, 0, lineEnd);
        }
        MappingNode at = YamlMap.compose(file, text);
        for (int depth = 0; depth < path.size(); depth++) {
            String name = path.get(depth);
            Optional<NodeTuple> found = find(at, name);
            List<String> missing = path.subList(depth, path.size());
            if (found.isEmpty()) {
                return append(text, at, missing, lineEnd);
            }
            Node value = found.get().getValueNode();
            if (Tag.NULL.equals(value.getTag())) {
                int column = found.get().getKeyNode().getStartMark().getColumn() + STEP;
                return below(
                        text,
                        found.get().getKeyNode().getEndMark().getLine(),
                        block(missing.subList(1, missing.size()), column, lineEnd));
            }
            if (!(value instanceof MappingNode inner)) {
                throw new RulebookException(
                        file, value.getStartMark().getLine() + 1, 0, "'" + name + "' must hold 'key: value' lines");
            }
            at = inner;
        }
        return append(text, at, List.of(), lineEnd);
    }

    private static Optional<NodeTuple> find(MappingNode map, String name) {
        return map.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .findFirst();
    }

    private String append(String text, MappingNode map, List<String> missing, String lineEnd) {
        if (map.getFlowStyle() == FlowStyle.FLOW) {
            int end = text.offsetByCodePoints(0, map.getEndMark().getIndex()) - 1;
            String entry = (map.getValue().isEmpty() ? "" : ", ") + flow(missing);
            return text.substring(0, end).stripTrailing() + entry + text.substring(end);
        }
        List<NodeTuple> entries = map.getValue();
        int column = entries.get(0).getKeyNode().getStartMark().getColumn();
        NodeTuple last = entries.get(entries.size() - 1);
        return below(text, lastLine(last.getKeyNode(), last.getValueNode()), block(missing, column, lineEnd));
    }

    /** The last line of an entry, counted from 0, without the comments that follow it. */
    private static int lastLine(Node key, Node value) {
        if (value instanceof MappingNode map
                && map.getFlowStyle() != FlowStyle.FLOW
                && !map.getValue().isEmpty()) {
            NodeTuple last = map.getValue().get(map.getValue().size() - 1);
            return lastLine(last.getKeyNode(), last.getValueNode());
        }
        if (value instanceof SequenceNode list
                && list.getFlowStyle() != FlowStyle.FLOW
                && !list.getValue().isEmpty()) {
            Node last = list.getValue().get(list.getValue().size() - 1);
            return lastLine(last, last);
        }
        if (Tag.NULL.equals(value.getTag())) {
            return key.getEndMark().getLine();
        }
        Mark end = value.getEndMark();
        return end.getColumn() == 0 && end.getLine() > key.getStartMark().getLine() ? end.getLine() - 1 : end.getLine();
    }

    /** The text with lines below one of its own. */
    private static String below(String text, int line, String lines) {
        int at = 0;
        for (int i = 0; i <= line; i++) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return text + (lines.contains("\r\n") ? "\r\n" : "\n") + lines;
            }
            at = end + 1;
        }
        return text.substring(0, at) + lines + text.substring(at);
    }

    private String block(List<String> around, int column, String lineEnd) {
        StringBuilder lines = new StringBuilder();
        int at = column;
        for (String name : around) {
            lines.append(" ".repeat(at)).append(name).append(':').append(lineEnd);
            at += STEP;
        }
        if (!comment.isEmpty()) {
            lines.append(" ".repeat(at)).append("# ").append(comment).append(lineEnd);
        }
        String entry = " ".repeat(at) + key + ": " + value;
        lines.append(entry);
        if (!remark.isEmpty()) {
            lines.append(" ".repeat(Math.max(1, REMARKS - entry.length())))
                    .append("# ")
                    .append(remark);
        }
        return lines.append(lineEnd).toString();
    }

    private String flow(List<String> around) {
        StringBuilder entry = new StringBuilder();
        around.forEach(name -> entry.append(name).append(": {"));
        return entry.append(key)
                .append(": ")
                .append(value)
                .append("}".repeat(around.size()))
                .toString();
    }
}
