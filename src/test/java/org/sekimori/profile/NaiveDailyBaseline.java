package org.sekimori.profile;

import java.util.function.ToIntFunction;

/** The last 34 whole days of a {@link NaiveProfile}, summed anew. */
final class NaiveDailyBaseline {

    final int days;
    final int active;
    final long sum;
    private final double squares;

    NaiveDailyBaseline(NaiveProfile naive, int today, int firstDay, int lanes, ToIntFunction<NaiveProfile.Sub> what) {
        int n = 0;
        int withMail = 0;
        long all = 0;
        double ofSquares = 0;
        for (int day = today - 34; day < today; day++) {
            if (day < firstDay
                    || naive.suspectDays.contains(day)
                            && naive.keeps(day)
                            && (day > today - 14 || harmful(naive, day))) {
                continue;
            }
            n++;
            long count = naive.sum(TimeWindow.TODAY, 0, day, lanes, what);
            withMail += naive.sum(TimeWindow.TODAY, 0, day, lanes, sub -> 1) > 0 ? 1 : 0;
            all += count;
            ofSquares += (double) count * count;
        }
        this.days = n;
        this.active = withMail;
        this.sum = all;
        this.squares = ofSquares;
    }

    private static boolean harmful(NaiveProfile naive, int day) {
        long all = naive.sum(TimeWindow.TODAY, 0, day, TrafficClass.ANY, sub -> sub.recipients);
        long bounced = naive.sum(TimeWindow.TODAY, 0, day, TrafficClass.ANY, sub -> sub.bounced);
        long complained = naive.sum(TimeWindow.TODAY, 0, day, TrafficClass.ANY, sub -> sub.complained);
        return bounced >= 2 && bounced >= 0.1 * all || complained >= 2 && complained >= 0.003 * all;
    }

    double alpha(double prior, double least, double most) {
        double own = prior;
        if (days > 1 && sum > 0) {
            double mean = (double) sum / days;
            double variance = Math.max(0, squares - days * mean * mean) / (days - 1);
            own = Math.max(0, (variance - mean) / (mean * mean));
        }
        return Math.max(least, Math.min(most, (days * own + 10 * prior) / (days + 10)));
    }
}
