package org.sekimori.lab.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Reproducible random numbers. A stream is named by a seed and a purpose (an account, a day, a use), so that draws for one
 * purpose never depend on draws for another: adding a class of customers or attacks shifts no other.
 *
 * <p>All functions are computed with {@link StrictMath} and give the same values on every machine. Not thread-safe.
 */
public final class RandomStream {

    private final SplittableRandom random;

    private RandomStream(long mixed) {
        this.random = new SplittableRandom(mixed);
    }

    /**
     * The stream of this name.
     *
     * @param purpose such as {@code home}
     * @param keys such as the number of an account and of a day
     */
    public static RandomStream of(long seed, String purpose, long... keys) {
        long mixed = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix(mixed ^ purpose.charAt(i));
        }
        for (long key : keys) {
            mixed = mix(mixed ^ key);
        }
        return new RandomStream(mixed);
    }

    /** Stafford's 13th variant of the finaliser of MurmurHash3, as in SplitMix64, after a step by the golden ratio. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Any number of 64 bits. */
    public long bits() {
        return random.nextLong();
    }

    /** From 0 inclusive to 1 exclusive, evenly. */
    public double uniform() {
        return random.nextDouble();
    }

    /** From {@code low} inclusive to {@code high} exclusive, evenly. */
    public double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** From 0 to one below {@code bound}, evenly. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code low} to {@code high}, both included, evenly. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** One of them, evenly. */
    public <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** An index, as often as its weight says. */
    public int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length - 1; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** Normal with mean 0 and variance 1, by the method of Box and Muller. */
    public double gaussian() {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** Exponential of a normal variable with mean {@code mu} and standard deviation {@code sigma}. */
    public double logNormal(double mu, double sigma) {
        return StrictMath.exp(mu + sigma * gaussian());
    }

    /** Waiting time with this mean. */
    public double exponential(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** Poisson: Knuth's product below a mean of 30, the rounded normal above, which no statistic of a day can tell apart. */
    public int poisson(double mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean > 30) {
            return (int) Math.max(0, StrictMath.round(mean + StrictMath.sqrt(mean) * gaussian()));
        }
        double limit = StrictMath.exp(-mean);
        int count = -1;
        double product = 1;
        do {
            product *= random.nextDouble();
            count++;
        } while (product > limit);
        return count;
    }

    /** Gamma with scale 1, by the method of Marsaglia and Tsang (2000). */
    public double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                double u = 1 - random.nextDouble();
                if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /** Beta, as the share of two gamma variables. */
    public double beta(double a, double b) {
        double x = gamma(a);
        double y = gamma(b);
        return x + y == 0 ? 0 : x / (x + y);
    }

    /**
     * Negative binomial as a Poisson variable whose mean is gamma distributed; Poisson if the ratio is 1 or less.
     *
     * @param varianceToMean variance divided by mean
     */
    public int negativeBinomial(double mean, double varianceToMean) {
        if (mean <= 0) {
            return 0;
        }
        if (varianceToMean <= 1) {
            return poisson(mean);
        }
        double scale = varianceToMean - 1;
        return poisson(gamma(mean / scale) * scale);
    }

    /** How many of {@code trials} succeed. */
    public int binomial(int trials, double probability) {
        if (trials > 200) {
            double mean = trials * probability;
            long drawn = mean < 20
                    ? poisson(mean)
                    : StrictMath.round(mean + StrictMath.sqrt(mean * (1 - probability)) * gaussian());
            return (int) Math.max(0, Math.min(trials, drawn));
        }
        int successes = 0;
        for (int i = 0; i < trials; i++) {
            successes += random.nextDouble() < probability ? 1 : 0;
        }
        return successes;
    }
}
