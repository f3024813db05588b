package org.sekimori.lab.statistics;

/**
 * A figure of a population.
 *
 * @param value in the figure's unit
 * @param error its standard error, as if the accounts were a random sample; at least the resolution of the bins
 */
public record StatisticValue(double value, double error) {}
