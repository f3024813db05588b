package org.sekimori.profile;

import java.util.Random;

/**
 * What an ordinary account sends day by day, by the parameters of public mail sets (Enron, DNC, EU-core): the mean of an active
 * day is lognormal over accounts (mu 0.65, sigma 0.3 to 0.7), counts are negative binomial with a variance of 1 to 7 times the
 * mean, weekends carry 3 % of the mail, and 2.3 % of the gaps between active days are longer than 30 days.
 */
final class OrdinaryAccountModel {

    private static final double WEEKEND = 0.03 / 2 / (0.97 / 5);
    private static final double DORMANT = 0.023;

    private final Random random;
    private final double mean;
    private final double ratio;
    private final double active;
    private int dormant;

    OrdinaryAccountModel(long seed, Spread spread) {
        random = new Random(seed);
        double sigma = 0.3 + 0.4 * random.nextDouble();
        mean = Math.exp(0.65 + sigma * random.nextGaussian());
        ratio = 1.001 + 5.999 * spread.of(random.nextDouble());
        active = 0.3 + 0.65 * random.nextDouble();
    }

    /** How the variances are spread over accounts. */
    enum Spread {
        /** Median 1.75, 90 % below 5.4: the high end of what the four sets show (0.6 to 2, and 2 to 7). */
        MEASURED {
            @Override
            double of(double u) {
                return u * u * u;
            }
        },
        /** Median 4: more than any set shows. */
        EVEN {
            @Override
            double of(double u) {
                return u;
            }
        };

        abstract double of(double u);
    }

    /** Messages of a day; days 0 to 4 of a week are working days. */
    int messages(int day) {
        if (dormant > 0) {
            dormant--;
            return 0;
        }
        if (random.nextDouble() >= active * (day % 7 < 5 ? 1 : WEEKEND)) {
            return 0;
        }
        if (random.nextDouble() < DORMANT) {
            dormant = 30 + (int) (-20 * Math.log(1 - random.nextDouble()));
        }
        return poisson(gamma(mean / (ratio - 1)) * (ratio - 1));
    }

    private int poisson(double rate) {
        double limit = random.nextDouble();
        double term = Math.exp(-rate);
        double sum = term;
        int count = 0;
        while (sum < limit && count < 10_000) {
            count++;
            term *= rate / count;
            sum += term;
        }
        return count;
    }

    /** Marsaglia and Tsang, 'A Simple Method for Generating Gamma Variables' (TOMS 2000). */
    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
