package org.sekimori.lab.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sekimori.lab.world.ContentId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Parameters of the simulator by name, such as {@code travel.trips_per_month}. Immutable.
 *
 * <p>The shipped file defines the names: another file may change values, but neither omit nor add any, so that a misspelt name is
 * an error.
 */
public final class SimulatorParameters {

    private static final String FILE = "parameters.yml";
    private static final SimulatorParameters SHIPPED = new SimulatorParameters(shippedValues());

    /** By name: one number, or weights of several things, in the file's order. */
    private final SortedMap<String, CategoricalDistribution> values;

    private SimulatorParameters(SortedMap<String, CategoricalDistribution> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** The numbers that ship. */
    public static SimulatorParameters shipped() {
        return SHIPPED;
    }

    /**
     * The numbers of a file in the shipped one's form.
     *
     * @throws IllegalArgumentException with the file and the name: unreadable, a number or its source is missing, negative or
     *     unknown
     */
    public static SimulatorParameters read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            SortedMap<String, CategoricalDistribution> values = parse(file.toString(), content);
            SortedSet<String> missing = new TreeSet<>(SHIPPED.values.keySet());
            missing.removeAll(values.keySet());
            SortedSet<String> unknown = new TreeSet<>(values.keySet());
            unknown.removeAll(SHIPPED.values.keySet());
            if (!missing.isEmpty() || !unknown.isEmpty()) {
                throw new IllegalArgumentException(file + ": "
                        + (missing.isEmpty() ? "" : "lacks " + missing + "; ")
                        + (unknown.isEmpty() ? "" : "has the unknown " + unknown + "; ")
                        + "it must have exactly the names of the shipped " + FILE);
            }
            return new SimulatorParameters(values);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    public double number(String name) {
        CategoricalDistribution found = weights(name);
        if (found.weights().length != 1) {
            throw new IllegalArgumentException("'" + name + "' is not one number of the simulator");
        }
        return found.weights()[0];
    }

    /**
     * @throws IllegalArgumentException for an unknown name
     */
    CategoricalDistribution weights(String name) {
        CategoricalDistribution found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the simulator has no number '" + name + "'");
        }
        return found;
    }

    /**
     * The same with one parameter changed.
     *
     * @throws IllegalArgumentException for an unknown name
     */
    public SimulatorParameters with(String name, double value) {
        number(name);
        SortedMap<String, CategoricalDistribution> changed = new TreeMap<>(values);
        changed.put(name, CategoricalDistribution.one(value));
        return new SimulatorParameters(changed);
    }

    /** Names all values: equal ones have the same id. */
    public String id() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name)
                .append(' ')
                .append(value.names())
                .append(Arrays.toString(value.weights()))
                .append('\n'));
        return ContentId.of(text.toString());
    }

    /** All names, sorted. */
    public SortedSet<String> names() {
        return new TreeSet<>(values.keySet());
    }

    private static SortedMap<String, CategoricalDistribution> shippedValues() {
        try (InputStream content = SimulatorParameters.class.getResourceAsStream(FILE)) {
            if (content == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return parse(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, CategoricalDistribution> parse(String file, InputStream content) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": is no YAML: " + e.getOriginalMessage(), e);
        }
        SortedMap<String, CategoricalDistribution> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> section : root.properties()) {
            for (Map.Entry<String, JsonNode> one : section.getValue().properties()) {
                String name = section.getKey() + "." + one.getKey();
                values.put(name, leaf(file, name, one.getValue()));
            }
        }
        return values;
    }

    private static CategoricalDistribution leaf(String file, String name, JsonNode node) {
        if (node.path("source").asString("").isBlank()) {
            throw new IllegalArgumentException(
                    file + ": " + name + " needs a source: where does the number come from?");
        }
        try {
            return CategoricalDistribution.of(node.path("value"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + name + " needs a value: " + e.getMessage(), e);
        }
    }
}
