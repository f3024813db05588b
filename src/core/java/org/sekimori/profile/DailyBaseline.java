package org.sekimori.profile;

import java.util.Arrays;
import org.sekimori.profile.statistics.NegativeBinomialTail;

/**
 * Baseline of an account's days: mean and dispersion of the last 34 whole days since its first one. Days without mail count as
 * zero; days with mail under suspicion are left out, or count as zero if none of it was accepted. After two weeks a suspicious
 * day counts as well, unless its mail did harm: it was not judged to be abuse by then, and weekly bursts must become usual, too.
 *
 * <p>Mean: {@code m = (a + Σx)/(b + n)}, the posterior mean under a gamma prior; for messages a = 11.5 and b = 5, which is the
 * class of ordinary accounts (2.3 a day) worth five days: with less, an account that comes back after weeks of silence is flagged
 * by its first busy hour. Dispersion: by moments {@code α̂ = (v − m̂)/m̂²}, drawn to the class by
 * {@code α = (n·α̂ + 10·α₀)/(n + 10)} and kept between 0.1 and 4 for messages with α₀ = 0.5: variance 2.1 times the mean at 2.3
 * messages a day, where public sets have 0.6 to 2. Daily recipients vary much more, because one message may have many: α₀ = 2,
 * between 0.5 and 10. Mail from unfamiliar networks is measured as messages are, with a dispersion of at most 1; new recipients
 * as recipients are. Unfamiliar networks and addresses have one a day as their prior, with a dispersion of at most 1. The
 * unfamiliar and the new are measured from the first kept day with familiar mail on, if that was a week ago: before it everything
 * is unfamiliar, and that must not excuse a flood weeks later.
 *
 * @param mean per day
 * @param alpha see {@link NegativeBinomialTail}
 * @param days whole days that it rests on
 */
record DailyBaseline(double mean, double alpha, int days) {

    private static final int MOST_DAYS = TimeWindow.Step.DAY.most() - 1;
    private static final int CLASS_DAYS = 10;
    private static final int FIRST_WEEK = 7;
    private static final int SUSPECT_DAYS = 14;

    /** Prior for an unknown account. */
    private record Prior(double shape, double rate, double alpha, double least, double most) {}

    private static final Prior MESSAGES = new Prior(11.5, 5, 0.5, 0.1, 4);
    private static final Prior RECIPIENTS = new Prior(23, 5, 2, 0.5, 10);
    private static final Prior UNFAMILIAR = new Prior(11.5, 5, 0.5, 0.1, 1);
    private static final Prior PLACES = new Prior(5, 5, 0.5, 0.1, 1);

    /** A measured daily quantity: the sum of some columns, and its prior. */
    enum Measure {
        MESSAGES(DailyBaseline.MESSAGES, false, messages(TrafficClass.ANY, 0)),
        RECIPIENTS(DailyBaseline.RECIPIENTS, false, messages(TrafficClass.ANY, 1)),
        UNFAMILIAR_MESSAGES(UNFAMILIAR, true, messages(TrafficClass.UNFAMILIAR, 0)),
        NEW_RECIPIENTS(DailyBaseline.RECIPIENTS, true, HistoryColumn.NEW),
        UNFAMILIAR_NETWORKS(PLACES, true, HistoryColumn.UNFAMILIAR_NETWORKS),
        UNFAMILIAR_ADDRESSES(PLACES, true, HistoryColumn.UNFAMILIAR_ADDRESSES);

        private static final int[] FAMILIAR = messages(TrafficClass.FAMILIAR, 0);

        private final Prior prior;
        private final boolean oncePlacesAreKnown;
        private final int[] columns;

        Measure(Prior prior, boolean oncePlacesAreKnown, int... columns) {
            this.prior = prior;
            this.oncePlacesAreKnown = oncePlacesAreKnown;
            this.columns = columns;
        }

        /** The first day that is measured. */
        private int first(TimeSeriesCounters days, int firstDay, int today) {
            for (int i = 0; oncePlacesAreKnown && i < days.size() && days.step(i) <= today - FIRST_WEEK; i++) {
                if (sum(days, i, FAMILIAR) > 0) {
                    return Math.max(firstDay, days.step(i));
                }
            }
            return firstDay;
        }

        private static int[] messages(int lanes, int which) {
            return Arrays.stream(TrafficClass.values())
                    .filter(trafficClass -> trafficClass.in(lanes))
                    .mapToInt(trafficClass -> HistoryColumn.messages(trafficClass) + which)
                    .toArray();
        }

        private double sum(TimeSeriesCounters days, int index) {
            return sum(days, index, columns);
        }

        private static double sum(TimeSeriesCounters days, int index, int[] columns) {
            double sum = 0;
            for (int column : columns) {
                sum += days.value(index, column);
            }
            return sum;
        }
    }

    static DailyBaseline of(Measure what, TimeSeriesCounters days, int firstDay, int today) {
        Prior prior = what.prior;
        int first = what.first(days, firstDay, today);
        int n = Math.max(0, Math.min(MOST_DAYS, today - first));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < days.size(); i++) {
            if (days.step(i) < today && days.step(i) >= Math.max(first, today - MOST_DAYS)) {
                if (suspect(days, i, today)) {
                    n--;
                    continue;
                }
                double x = what.sum(days, i);
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
        return new DailyBaseline(mean, Math.max(prior.least, Math.min(prior.most, alpha)), n);
    }

    /** Days before today with messages and without suspicion, of the last 34. */
    static int activeDays(TimeSeriesCounters days, int today) {
        int active = 0;
        for (int i = 0; i < days.size(); i++) {
            boolean counted = days.step(i) < today && days.step(i) >= today - MOST_DAYS;
            active += counted && !suspect(days, i, today) && Measure.MESSAGES.sum(days, i) > 0 ? 1 : 0;
        }
        return active;
    }

    /** A habit before anything is known: one new recipient among eleven known ones. */
    private static final double NEW_PRIOR = 1;

    private static final double COMPARED_PRIOR = 12;
    private static final double LEAST_NEW = 0.03;
    private static final double MOST_NEW = 0.95;

    /**
     * The account's own share of new recipients: {@code (1 + new) / (12 + compared)} over the days before today without suspicion,
     * of the last 34, kept between 0.03 and 0.95. Real senders have 0.04 to 0.11 after ten known recipients.
     */
    static double newShare(TimeSeriesCounters days, int today) {
        double fresh = NEW_PRIOR;
        double compared = COMPARED_PRIOR;
        for (int i = 0; i < days.size(); i++) {
            if (own(days, i, today)) {
                fresh += days.value(i, HistoryColumn.NEW);
                compared += Measure.RECIPIENTS.sum(days, i) - days.value(i, HistoryColumn.UNCOMPARED);
            }
        }
        return Math.max(LEAST_NEW, Math.min(MOST_NEW, fresh / Math.max(1, compared)));
    }

    private static final double MESSAGES_PRIOR = 5;
    private static final double PER_MESSAGE_PRIOR = 2;

    /**
     * Recipients of a message: {@code (10 + recipients) / (5 + messages)} over the days before today without suspicion, of the last
     * 34. Real senders have 1.6 to 5.5.
     */
    static double recipientsPerMessage(TimeSeriesCounters days, int today) {
        double recipients = MESSAGES_PRIOR * PER_MESSAGE_PRIOR;
        double messages = MESSAGES_PRIOR;
        for (int i = 0; i < days.size(); i++) {
            if (own(days, i, today)) {
                recipients += Measure.RECIPIENTS.sum(days, i);
                messages += Measure.MESSAGES.sum(days, i);
            }
        }
        return recipients / messages;
    }

    /** Days before the last week, of the last 34 and without suspicion, with at least so many new recipients. */
    static int strangerDays(TimeSeriesCounters days, int today, long least) {
        int many = 0;
        for (int i = 0; i < days.size(); i++) {
            many += days.step(i) <= today - FIRST_WEEK
                            && own(days, i, today)
                            && days.value(i, HistoryColumn.NEW) >= least
                    ? 1
                    : 0;
        }
        return many;
    }

    private static boolean own(TimeSeriesCounters days, int index, int today) {
        return days.step(index) < today && days.step(index) >= today - MOST_DAYS && !suspect(days, index, today);
    }

    private static boolean suspect(TimeSeriesCounters days, int index, int today) {
        return days.value(index, HistoryColumn.SUSPECT) > 0
                && (days.step(index) > today - SUSPECT_DAYS
                        || FamiliarityCredit.harmfulDay(
                                days.value(index, HistoryColumn.BOUNCED),
                                days.value(index, HistoryColumn.COMPLAINED),
                                (long) Measure.RECIPIENTS.sum(days, index)));
    }

    double surprise(long count) {
        return NegativeBinomialTail.minusLog10(count, mean, alpha);
    }
}
