package org.sekimori.profile;

/**
 * What one account sends on a day: mean and dispersion of the last 34 whole days since its first one, days without mail counted
 * as zero and days with mail under suspicion left out. A day on which nothing was accepted counts as zero even under suspicion.
 *
 * <p>Mean: {@code m = (a + Σx)/(b + n)}, the posterior mean under a gamma prior; for messages a = 11.5 and b = 5, which is
 * the class of ordinary accounts (2.3 a day) worth five days: with less, an account that comes back after weeks of silence is
 * alarmed by its first busy hour. Dispersion: by moments {@code α̂ = (v − m̂)/m̂²}, drawn to
 * the class by {@code α = (n·α̂ + 10·α₀)/(n + 10)} and kept between 0.1 and 4 for messages with α₀ = 0.5: variance 2.1 times
 * the mean at 2.3 messages a day, where public sets have 0.6 to 2. Recipients of a day are spread much more, because one
 * message may have many: α₀ = 2, between 0.5 and 10.
 *
 * @param mean per day
 * @param alpha see {@link Surprise}
 * @param days whole days that it rests on
 */
record Baseline(double mean, double alpha, int days) {

    private static final int MOST_DAYS = Window.Step.DAY.most() - 1;
    private static final int CLASS_DAYS = 10;

    /** What is assumed of an account that is not known yet. */
    private record Class(double shape, double rate, double alpha, double least, double most) {}

    private static final Class MESSAGES = new Class(11.5, 5, 0.5, 0.1, 4);
    private static final Class RECIPIENTS = new Class(23, 5, 2, 0.5, 10);

    static Baseline ofMessages(Series days, int firstDay, int today) {
        return of(MESSAGES, days, firstDay, today, 0);
    }

    static Baseline ofRecipients(Series days, int firstDay, int today) {
        return of(RECIPIENTS, days, firstDay, today, 1);
    }

    private static Baseline of(Class prior, Series days, int firstDay, int today, int which) {
        int n = Math.max(0, Math.min(MOST_DAYS, today - firstDay));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < days.size(); i++) {
            if (days.step(i) < today && days.step(i) >= today - MOST_DAYS) {
                if (days.value(i, Column.SUSPECT) > 0) {
                    n--;
                    continue;
                }
                double x = sum(days, i, which);
                sum += x;
                squares += x * x;
            }
        }
        n = Math.max(0, n);
        double mean = (prior.shape + sum) / (prior.rate + n);
        double own = prior.alpha;
        if (n > 1 && sum > 0) {
            double plain = sum / n;
            double variance = Math.max(0, squares - n * plain * plain) / (n - 1);
            own = Math.max(0, (variance - plain) / (plain * plain));
        }
        double alpha = (n * own + CLASS_DAYS * prior.alpha) / (n + CLASS_DAYS);
        return new Baseline(mean, Math.max(prior.least, Math.min(prior.most, alpha)), n);
    }

    /** Days before today with messages and without suspicion, of the last 34. */
    static int activeDays(Series days, int today) {
        int active = 0;
        for (int i = 0; i < days.size(); i++) {
            boolean counted = days.step(i) < today && days.step(i) >= today - MOST_DAYS;
            active += counted && days.value(i, Column.SUSPECT) == 0 && sum(days, i, 0) > 0 ? 1 : 0;
        }
        return active;
    }

    private static double sum(Series days, int index, int which) {
        double sum = 0;
        for (int lane = 0; lane < 4; lane++) {
            sum += days.value(index, Column.messages(Lane.at(lane)) + which);
        }
        return sum;
    }

    double surprise(long count) {
        return Surprise.of(count, mean, alpha);
    }
}
