package org.sekimori.lab.statistics;

/**
 * A figure of some population.
 *
 * @param value in the figure's unit
 * @param error its standard error, as if the accounts had been drawn by chance from many like them; at least what the bins
 *     leave open
 */
public record StatisticValue(double value, double error) {}
