package org.sekimori.lab.shape;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was kept of a public set of mail: histograms, and the errors of the figures, which cannot be had from them.
 *
 * @param name one word, such as {@code dnc}
 * @param source where it was taken from
 * @param accounts senders
 * @param messages theirs
 * @param shape the histograms; empty ones of what the set does not tell
 * @param errors standard errors, see {@link Measured#error}
 */
public record PublicSet(
        String name, String source, int accounts, long messages, Shape shape, Map<Figure, Double> errors) {

    /** All figures that the set can tell. */
    public Map<Figure, Measured> figures() {
        Map<Figure, Measured> figures = new EnumMap<>(Figure.class);
        errors.forEach((figure, error) -> {
            if (shape.knows(figure.measure())) {
                figures.put(figure, new Measured(figure.formula().of(shape.histogram(figure.measure())), error));
            }
        });
        return figures;
    }
}
