package org.sekimori.lab.judge;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Happening.Bounce;

/** When non-delivery reports come back: at once if the next server refuses the recipient, later if one behind it does. */
final class Returns {

    private static final int AT_ONCE_SECONDS = 1;

    private Returns() {}

    /**
     * Reports for some recipients.
     *
     * @param atOnce share of them that come in the same second
     */
    static List<Bounce> of(Draw draw, int failing, double atOnce) {
        if (failing == 0) {
            return List.of();
        }
        int first = draw.binomial(failing, atOnce);
        List<Bounce> bounces = new ArrayList<>();
        if (first > 0) {
            bounces.add(new Bounce(AT_ONCE_SECONDS, first));
        }
        int left = failing - first;
        for (int reports = Math.min(left, PeopleNumbers.MOST_LATE_REPORTS); reports > 0; reports--) {
            int part = (left + reports - 1) / reports;
            bounces.add(new Bounce(late(draw), part));
            left -= part;
        }
        return bounces;
    }

    private static int late(Draw draw) {
        return draw.between(PeopleNumbers.LATE_FROM_SECONDS, PeopleNumbers.LATE_UNTIL_SECONDS);
    }
}
