package org.sekimori.rules.source;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A mapping in a YAML file that remembers its lines and columns, so that every complaint can name them. Only plain mappings, lists and
 * words are read: no tag makes an object, and an alias of a list or mapping is refused, since a few of them can stand for billions.
 */
public final class YamlMap {

    private final String file;
    private final int line;
    private final int column;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, ScalarNode> names = new LinkedHashMap<>();

    private YamlMap(String file, MappingNode node) throws RulebookException {
        this.file = file;
        this.line = line(node);
        this.column = column(node);
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(file, tuple.getKeyNode(), "a key must be a plain word");
            }
            names.put(key.getValue(), key);
            if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
                throw wrong(file, key, "'" + key.getValue() + "' stands here twice; keep one");
            }
        }
    }

    /** Reads a file whose top level is a mapping. */
    public static YamlMap parse(String file, String text) throws RulebookException {
        return of(file, compose(file, text));
    }

    /** The top level of a file that was parsed before. */
    static YamlMap of(String file, MappingNode root) throws RulebookException {
        return new YamlMap(file, root);
    }

    /** The top level of a file as the YAML parser gives it. */
    static MappingNode compose(String file, String text) throws RulebookException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            @Nullable Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
        } catch (MarkedYAMLException e) {
            throw YamlSyntaxExplainer.of(file, text, e);
        } catch (ReaderException e) {
            throw YamlSyntaxExplainer.of(file, text, e);
        } catch (YAMLException e) {
            // Limits of the parser.
            throw new RulebookException(
                    file, 0, "is not valid YAML: " + RulebookProblem.oneLine(String.valueOf(e.getMessage())));
        }
        throw new RulebookException(file, 0, "must hold 'key: value' lines");
    }

    int line() {
        return line;
    }

    public Set<String> keys() {
        return entries.keySet();
    }

    public int line(String key) {
        Node node = entries.get(key);
        return node == null ? line : line(node);
    }

    int column(String key) {
        Node node = entries.get(key);
        return node == null ? column : column(node);
    }

    public RulebookException wrong(String key, String message) {
        return new RulebookException(file, line(key), column(key), "'" + key + "' " + message);
    }

    private static RulebookException wrong(String file, Node node, String message) {
        return new RulebookException(file, line(node), column(node), message);
    }

    public RulebookException wrong(String key, IllegalArgumentException cause) {
        return wrong(key, "is not valid: " + cause.getMessage());
    }

    /** Refuses keys that nobody would read: a misspelt key must not be ignored. */
    public YamlMap only(String... allowed) throws RulebookException {
        List<String> known = List.of(allowed);
        List<ScalarNode> unknown = new ArrayList<>();
        for (Map.Entry<String, ScalarNode> name : names.entrySet()) {
            if (!known.contains(name.getKey())) {
                unknown.add(name.getValue());
            }
        }
        if (!unknown.isEmpty()) {
            throw UnknownKeyProblems.of(file, unknown, known);
        }
        return this;
    }

    public boolean has(String key) {
        Node node = entries.get(key);
        return node != null && !Tag.NULL.equals(node.getTag());
    }

    public String text(String key) throws RulebookException {
        Node name = names.get(key);
        if (!has(key) && name != null) {
            throw wrong(file, name, "'" + key + "' has no value");
        }
        if (!has(key)) {
            throw new RulebookException(file, line, column, "'" + key + "' is missing");
        }
        return scalar(key, entries.get(key));
    }

    public String text(String key, String otherwise) throws RulebookException {
        return has(key) ? text(key) : otherwise;
    }

    public int number(String key, int otherwise, int least, int most) throws RulebookException {
        if (!has(key)) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, "must be a whole number from " + least + " to " + most + ", not " + text(key));
        }
        throw wrong(key, "must be from " + least + " to " + most + ", not " + text(key));
    }

    /** {@code true} or {@code false}. */
    boolean yes(String key, boolean otherwise) throws RulebookException {
        String text = text(key, String.valueOf(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "must be true or false, not " + text);
        }
        return text.equals("true");
    }

    /** A number of at least 0, with or without a fraction. */
    public double decimal(String key) throws RulebookException {
        String text = text(key);
        if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            throw wrong(key, "must be a number from 0 to 999999999, such as 12.3, not " + text);
        }
        return Double.parseDouble(text);
    }

    public boolean isList(String key) {
        return entries.get(key) instanceof SequenceNode;
    }

    public boolean isMap(String key) {
        return entries.get(key) instanceof MappingNode;
    }

    public List<String> texts(String key) throws RulebookException {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            texts.add(scalar(key, item));
        }
        return texts;
    }

    public YamlMap map(String key) throws RulebookException {
        Node node = entries.get(key);
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(key, "must hold 'key: value' lines");
        }
        return new YamlMap(file, mapping);
    }

    public List<YamlMap> maps(String key) throws RulebookException {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            if (!(item instanceof MappingNode mapping)) {
                throw wrong(file, item, "an entry of '" + key + "' must hold 'key: value' lines");
            }
            maps.add(new YamlMap(file, mapping));
        }
        return maps;
    }

    private List<Node> items(String key) throws RulebookException {
        Node node = entries.get(key);
        if (node == null || Tag.NULL.equals(node.getTag())) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(key, "must be a list such as [a, b]");
        }
        return sequence.getValue();
    }

    private String scalar(String key, @Nullable Node node) throws RulebookException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(key, "must be one value");
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private static int column(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getColumn() + 1;
    }
}
