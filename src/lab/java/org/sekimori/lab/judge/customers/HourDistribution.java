package org.sekimori.lab.judge.customers;

import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.RandomStream;

/** Distribution of mail over the hours of the local day, as weights from midnight on. */
public enum HourDistribution {
    OFFICE(CustomerParameters.OFFICE_HOURS),
    HOME(CustomerParameters.HOME_HOURS),
    CAMPUS(CustomerParameters.CAMPUS_HOURS),
    NIGHT(CustomerParameters.NIGHT_HOURS);

    private final double[] upTo;

    HourDistribution(String weights) {
        String[] parts = weights.split(" ", -1);
        upTo = new double[parts.length];
        double sum = 0;
        for (int hour = 0; hour < parts.length; hour++) {
            sum += Double.parseDouble(parts[hour]);
            upTo[hour] = sum;
        }
    }

    /** A time of the day in milliseconds from midnight. */
    public long time(RandomStream draw) {
        double at = draw.uniform() * upTo[upTo.length - 1];
        int hour = 0;
        while (hour < upTo.length - 1 && at >= upTo[hour]) {
            hour++;
        }
        return hour * TimeSpan.HOUR + (long) (draw.uniform() * TimeSpan.HOUR);
    }
}
