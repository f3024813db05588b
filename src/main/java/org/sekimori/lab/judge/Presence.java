package org.sekimori.lab.judge;

import java.util.BitSet;
import org.sekimori.lab.world.Draw;

/** On which days a person leaves the mailbox alone for good. */
final class Presence {

    private Presence() {}

    /** The days without any mail, however much somebody usually writes. */
    static BitSet silent(Ground ground, Owner owner) {
        Draw draw = ground.draw("silence", owner.number());
        return owner.customer() == Customer.SELDOM ? betweenVisits(ground, draw) : longSilences(ground, draw);
    }

    private static BitSet longSilences(Ground ground, Draw draw) {
        int count = ground.days().count();
        BitSet silent = new BitSet(count);
        double day = draw.exponential(PeopleNumbers.SILENCE_EVERY_DAYS);
        while (day < count) {
            double until = day + draw.logNormal(PeopleNumbers.SILENCE_LOG_DAYS, PeopleNumbers.SILENCE_SIGMA);
            silent.set((int) day, (int) Math.min(count, until));
            day = until + draw.exponential(PeopleNumbers.SILENCE_EVERY_DAYS);
        }
        return silent;
    }

    private static BitSet betweenVisits(Ground ground, Draw draw) {
        int count = ground.days().count();
        BitSet silent = new BitSet(count);
        silent.set(0, count);
        double day = draw.exponential(PeopleNumbers.SELDOM_SILENT_DAYS);
        while (day < count) {
            int until = (int) day + draw.between(1, PeopleNumbers.SELDOM_VISIT_MOST);
            silent.clear((int) day, Math.min(count, until));
            day = until + draw.exponential(PeopleNumbers.SELDOM_SILENT_DAYS);
        }
        return silent;
    }
}
