package org.sekimori.lab.judge.customers;

import java.util.BitSet;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** On which days a person leaves the mailbox alone for good. */
final class SilentDays {

    private SilentDays() {}

    /** Days without any mail, at whatever rate. */
    static BitSet silent(WorldContext world, MailboxOwner owner) {
        RandomStream draw = world.draw("silence", owner.number());
        return owner.customer() == CustomerClass.SELDOM ? betweenVisits(world, draw) : longSilences(world, draw);
    }

    private static BitSet longSilences(WorldContext world, RandomStream draw) {
        int count = world.days().count();
        BitSet silent = new BitSet(count);
        double day = draw.exponential(CustomerParameters.SILENCE_EVERY_DAYS);
        while (day < count) {
            double until = day + draw.logNormal(CustomerParameters.SILENCE_LOG_DAYS, CustomerParameters.SILENCE_SIGMA);
            silent.set((int) day, (int) Math.min(count, until));
            day = until + draw.exponential(CustomerParameters.SILENCE_EVERY_DAYS);
        }
        return silent;
    }

    private static BitSet betweenVisits(WorldContext world, RandomStream draw) {
        int count = world.days().count();
        BitSet silent = new BitSet(count);
        silent.set(0, count);
        double day = draw.exponential(CustomerParameters.SELDOM_SILENT_DAYS);
        while (day < count) {
            int until = (int) day + draw.between(1, CustomerParameters.SELDOM_VISIT_MOST);
            silent.clear((int) day, Math.min(count, until));
            day = until + draw.exponential(CustomerParameters.SELDOM_SILENT_DAYS);
        }
        return silent;
    }
}
