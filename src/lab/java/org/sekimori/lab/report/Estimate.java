package org.sekimori.lab.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * A figure and its interval of 95 %.
 *
 * @param value the figure
 * @param low lower end
 * @param high upper end
 */
public record Estimate(double value, double low, double high) {

    private static final double Z = 1.959964;
    private static final MathContext DIGITS = new MathContext(5);

    /** Rounded to five digits, as reports show it, so that the text is the same on every machine. */
    public Estimate {
        value = round(value);
        low = round(low);
        high = round(high);
    }

    public static double round(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).round(DIGITS).doubleValue() : 0;
    }

    public Estimate times(double factor) {
        return new Estimate(value * factor, low * factor, high * factor);
    }

    /** A share by Wilson's score interval (1927); 0 to 1 while there is nothing to count. */
    public static Estimate share(long successes, long trials) {
        if (trials == 0) {
            return new Estimate(0, 0, 1);
        }
        double n = trials;
        double p = successes / n;
        double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new Estimate(p, Math.max(0, Math.min(p, middle - half)), Math.min(1, Math.max(p, middle + half)));
    }

    /**
     * Events per day, by account: Byar's approximation of the interval of a Poisson count, widened by how much more the accounts
     * differ from each other than chance would make them (the design effect of a ratio of cluster totals).
     *
     * @param sum events
     * @param days days
     * @param squares sum over accounts of squared events
     * @param timesDays sum over accounts of events times days
     * @param daysSquared sum over accounts of squared days
     */
    public static Estimate rate(long sum, long days, long squares, long timesDays, long daysSquared) {
        if (days == 0) {
            return new Estimate(0, 0, 0);
        }
        double rate = (double) sum / days;
        double variance = squares - 2 * rate * timesDays + rate * rate * daysSquared;
        double effect = sum == 0 ? 1 : Math.max(1, variance / sum);
        double count = sum / effect;
        double low = count <= 0 ? 0 : count * cube(1 - 1 / (9 * count) - Z / (3 * Math.sqrt(count)));
        double more = count + 1;
        double high = more * cube(1 - 1 / (9 * more) + Z / (3 * Math.sqrt(more)));
        return new Estimate(rate, Math.max(0, low) * effect / days, high * effect / days);
    }

    /** A quantile, between the order statistics that enclose it in 95 % of samples; 0 without values. */
    public static Estimate quantile(long[] values, double quantile) {
        if (values.length == 0) {
            return new Estimate(0, 0, 0);
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double middle = quantile * (sorted.length - 1);
        double half = Z * Math.sqrt(sorted.length * quantile * (1 - quantile));
        return new Estimate(at(sorted, middle), at(sorted, middle - half), at(sorted, middle + half));
    }

    private static double at(long[] sorted, double index) {
        return sorted[(int) Math.max(0, Math.min(sorted.length - 1, Math.round(index)))];
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
