package org.sekimori.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.lab.world.RandomStream;
import tools.jackson.databind.JsonNode;

/**
 * A categorical distribution.
 *
 * @param names the categories; of a plain list, their numbers from 0
 * @param weights 0 or more; not normalised
 */
record CategoricalDistribution(List<String> names, double[] weights) {

    CategoricalDistribution {
        names = List.copyOf(names);
    }

    static CategoricalDistribution one(double value) {
        return new CategoricalDistribution(List.of("0"), new double[] {value});
    }

    /**
     * @throws IllegalArgumentException unless it is a number, list of numbers or mapping to numbers, all 0 or more
     */
    static CategoricalDistribution of(JsonNode node) {
        List<String> names = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> one : node.properties()) {
                names.add(one.getKey());
                values.add(one.getValue());
            }
        } else if (node.isArray()) {
            node.forEach(values::add);
        } else {
            values.add(node);
        }
        double[] weights = new double[values.size()];
        for (int i = 0; i < weights.length; i++) {
            if (!values.get(i).isNumber() || values.get(i).asDouble() < 0) {
                throw new IllegalArgumentException("a number that is 0 or more, or several of them, not " + node);
            }
            weights[i] = values.get(i).asDouble();
            if (names.size() <= i) {
                names.add(Integer.toString(i));
            }
        }
        if (weights.length == 0) {
            throw new IllegalArgumentException("at least one number");
        }
        return new CategoricalDistribution(names, weights);
    }

    int draw(RandomStream draw) {
        return draw.weighted(weights);
    }

    String drawName(RandomStream draw) {
        return names.get(draw(draw));
    }
}
