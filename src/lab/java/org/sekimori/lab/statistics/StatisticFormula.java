package org.sekimori.lab.statistics;

/** Formula of a figure over a non-empty histogram. */
sealed interface StatisticFormula {

    double of(Histogram histogram);

    /** Resolution of the figure: the uncertainty by the width of a bin, or by a single occurrence. */
    double grain(Histogram histogram);

    /** The mean, times a scale. */
    record Mean(double scale) implements StatisticFormula {
        @Override
        public double of(Histogram histogram) {
            return scale * histogram.mean();
        }

        @Override
        public double grain(Histogram histogram) {
            return 0;
        }
    }

    /** The smallest number that at least this share of all do not exceed, times a scale. */
    record Quantile(double share, double scale) implements StatisticFormula {
        @Override
        public double of(Histogram histogram) {
            return scale * histogram.quantile(share);
        }

        @Override
        public double grain(Histogram histogram) {
            return scale * LogLinearBins.width(histogram.quantileBin(share)) / 2;
        }
    }

    /** The share of the numbers from {@code low} to {@code high}, both included, times a scale. */
    record Share(long low, long high, double scale) implements StatisticFormula {
        @Override
        public double of(Histogram histogram) {
            return scale * histogram.share(low, high);
        }

        @Override
        public double grain(Histogram histogram) {
            return scale / histogram.total();
        }
    }

    /** The share of the sum that the largest numbers have, times a scale. */
    record Top(double share, double scale) implements StatisticFormula {
        @Override
        public double of(Histogram histogram) {
            return scale * histogram.topShare(share);
        }

        @Override
        public double grain(Histogram histogram) {
            return 0;
        }
    }
}
