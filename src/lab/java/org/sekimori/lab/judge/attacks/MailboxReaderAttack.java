package org.sekimori.lab.judge.attacks;

import java.util.stream.LongStream;
import org.sekimori.lab.judge.customers.BounceGenerator;
import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.customers.CustomerParameters;
import org.sekimori.lab.judge.customers.PersonalContacts;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.RandomStream;

/** Reads the mailbox first, then writes to the owner's correspondents. */
final class MailboxReaderAttack {

    private MailboxReaderAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("reader");
        ManualHijacker intruder = new ManualHijacker(target, draw);
        double total = draw.logNormal(CampaignParameters.READER_LOG, CampaignParameters.READER_SIGMA);
        int left = (int) Math.max(2, Math.min(CampaignParameters.READER_MOST, total));
        int sittings = draw.between(1, CampaignParameters.SITTINGS_MOST);
        TimeSpan span = window.place(draw, draw.uniform() * CampaignParameters.READER_DAYS * TimeSpan.DAY);
        int rank = 0;
        long start = span.from();
        for (int sitting = sittings; sitting > 0 && left > 0 && start < window.until(); sitting--) {
            long at = intruder.nextAtWork(start, window) + (long) (CampaignParameters.LOOK_MINUTES * TimeSpan.MINUTE);
            at = Math.min(at, window.until() - 1);
            int messages = (left + sitting - 1) / sitting;
            double gap = CampaignParameters.WORK_MINUTES / messages;
            for (int i = 0; i < messages && at < window.until(); i++) {
                int count = recipients(draw);
                intruder.send(at, message(target, draw, rank, count, at));
                rank += count;
                at += TimeSpan.SECOND + (long) (draw.exponential(gap) * TimeSpan.MINUTE);
            }
            left -= messages;
            intruder.startSession();
            start = at
                    + CampaignParameters.READER_PAUSE_HOURS * TimeSpan.HOUR
                    + (long) (draw.uniform() * span.length() / sittings);
        }
    }

    private static int recipients(RandomStream draw) {
        double drawn =
                draw.logNormal(CampaignParameters.READER_RECIPIENTS_LOG, CampaignParameters.READER_RECIPIENTS_SIGMA);
        return (int) Math.max(1, Math.min(CampaignParameters.READER_RECIPIENTS_MOST, drawn));
    }

    /** To the next contacts of the address book, from the top again after the last. */
    private static ComposedMessage message(AttackTarget target, RandomStream draw, int rank, int wanted, long at) {
        PersonalContacts contacts = target.owner().contacts();
        int known = contacts.count(target.world().days().day(at));
        int count = Math.min(wanted, known);
        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            recipients[i] = contacts.ranked((rank + i) % known);
        }
        // A neighbour may stand in the address book twice.
        long[] distinct = LongStream.of(recipients).distinct().toArray();
        int dead = draw.binomial(distinct.length, CampaignParameters.OLD_CONTACTS);
        return ComposedMessage.to(
                distinct,
                ComposedMessage.handwritten(draw),
                BounceGenerator.of(draw, dead, CustomerParameters.AT_ONCE));
    }
}
