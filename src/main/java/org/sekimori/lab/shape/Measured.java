package org.sekimori.lab.shape;

/**
 * A figure of some population.
 *
 * @param value in the figure's unit
 * @param error its standard error, as if the accounts had been drawn by chance from many like them; at least what the bins
 *     leave open
 */
public record Measured(double value, double error) {}
