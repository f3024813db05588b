package org.sekimori.lab.statistics;

/** Statistics of an account's active days: number, gaps, unevenness. */
final class ActiveDayStatistics {

    private static final int HUNDREDTHS = 100;
    private static final int THOUSANDTHS = 1000;

    private long first;
    private long last;
    private int count;
    private long messages;
    private double squares;
    private int fullest;

    /** An active day begins. */
    void begin(long day, AccountHistograms tally) {
        if (count == 0) {
            first = day;
        } else {
            tally.add(TrafficMeasure.GAP, day - last);
        }
        last = day;
        count++;
    }

    /** The active day that began last is over. */
    void end(int sent) {
        messages += sent;
        squares += (double) sent * sent;
        fullest = Math.max(fullest, sent);
    }

    void addTo(AccountHistograms tally) {
        if (count > 0) {
            tally.add(TrafficMeasure.ACCOUNT_MESSAGES, messages);
        }
        if (count < TrafficMeasure.ENOUGH_DAYS) {
            return;
        }
        double mean = (double) messages / count;
        double variance = Math.max(0, squares - mean * messages) / (count - 1);
        tally.add(TrafficMeasure.ACTIVE_SHARE, Math.round((double) THOUSANDTHS * count / (last - first + 1)));
        tally.add(TrafficMeasure.ACCOUNT_RATE, Math.round(HUNDREDTHS * mean));
        tally.add(TrafficMeasure.DISPERSION, Math.round(HUNDREDTHS * variance / mean));
        tally.add(TrafficMeasure.PEAK, Math.round(HUNDREDTHS * fullest / mean));
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    int count() {
        return count;
    }

    /** Those of the days that are over. */
    long messages() {
        return messages;
    }
}
