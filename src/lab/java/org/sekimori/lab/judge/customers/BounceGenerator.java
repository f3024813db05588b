package org.sekimori.lab.judge.customers;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent.Bounce;

/** Draws the times of non-delivery reports: at once if the next server refuses the recipient, later if one behind it does. */
public final class BounceGenerator {

    private static final int AT_ONCE_SECONDS = 1;

    private BounceGenerator() {}

    /**
     * Reports for some recipients.
     *
     * @param atOnce share of them that come in the same second
     */
    public static List<Bounce> of(RandomStream draw, int failing, double atOnce) {
        if (failing == 0) {
            return List.of();
        }
        int first = draw.binomial(failing, atOnce);
        List<Bounce> bounces = new ArrayList<>();
        if (first > 0) {
            bounces.add(new Bounce(AT_ONCE_SECONDS, first));
        }
        int left = failing - first;
        for (int reports = Math.min(left, CustomerParameters.MOST_LATE_REPORTS); reports > 0; reports--) {
            int part = (left + reports - 1) / reports;
            bounces.add(new Bounce(late(draw), part));
            left -= part;
        }
        return bounces;
    }

    private static int late(RandomStream draw) {
        return draw.between(CustomerParameters.LATE_FROM_SECONDS, CustomerParameters.LATE_UNTIL_SECONDS);
    }
}
