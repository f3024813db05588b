package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/** At which hours somebody writes; the weights are for the hours from midnight, local time. */
enum Rhythm {
    OFFICE(PeopleNumbers.OFFICE_HOURS),
    HOME(PeopleNumbers.HOME_HOURS),
    CAMPUS(PeopleNumbers.CAMPUS_HOURS),
    NIGHT(PeopleNumbers.NIGHT_HOURS);

    private final double[] upTo;

    Rhythm(String weights) {
        String[] parts = weights.split(" ", -1);
        upTo = new double[parts.length];
        double sum = 0;
        for (int hour = 0; hour < parts.length; hour++) {
            sum += Double.parseDouble(parts[hour]);
            upTo[hour] = sum;
        }
    }

    /** A time of the day in milliseconds from midnight. */
    long time(Draw draw) {
        double at = draw.uniform() * upTo[upTo.length - 1];
        int hour = 0;
        while (hour < upTo.length - 1 && at >= upTo[hour]) {
            hour++;
        }
        return hour * Span.HOUR + (long) (draw.uniform() * Span.HOUR);
    }
}
