package org.sekimori.lab.judge;

import java.util.stream.LongStream;
import org.sekimori.lab.world.Draw;

/** Reads the mailbox first, then writes to those whom the owner knows. */
final class Reader {

    private Reader() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("reader");
        Intruder intruder = new Intruder(target, draw);
        double total = draw.logNormal(CampaignNumbers.READER_LOG, CampaignNumbers.READER_SIGMA);
        int left = (int) Math.max(2, Math.min(CampaignNumbers.READER_MOST, total));
        int sittings = draw.between(1, CampaignNumbers.SITTINGS_MOST);
        Span span = window.place(draw, draw.uniform() * CampaignNumbers.READER_DAYS * Span.DAY);
        int rank = 0;
        long start = span.from();
        for (int sitting = sittings; sitting > 0 && left > 0 && start < window.until(); sitting--) {
            long at = intruder.nextAtWork(start, window) + (long) (CampaignNumbers.LOOK_MINUTES * Span.MINUTE);
            at = Math.min(at, window.until() - 1);
            int messages = (left + sitting - 1) / sitting;
            double gap = CampaignNumbers.WORK_MINUTES / messages;
            for (int i = 0; i < messages && at < window.until(); i++) {
                int count = recipients(draw);
                intruder.send(at, letter(target, draw, rank, count, at));
                rank += count;
                at += Span.SECOND + (long) (draw.exponential(gap) * Span.MINUTE);
            }
            left -= messages;
            intruder.sitDown();
            start = at
                    + CampaignNumbers.READER_PAUSE_HOURS * Span.HOUR
                    + (long) (draw.uniform() * span.length() / sittings);
        }
    }

    private static int recipients(Draw draw) {
        double drawn = draw.logNormal(CampaignNumbers.READER_RECIPIENTS_LOG, CampaignNumbers.READER_RECIPIENTS_SIGMA);
        return (int) Math.max(1, Math.min(CampaignNumbers.READER_RECIPIENTS_MOST, drawn));
    }

    /** To the next contacts of the address book, from the top again after the last. */
    private static Letter letter(Target target, Draw draw, int rank, int wanted, long at) {
        Contacts contacts = target.owner().contacts();
        int known = contacts.count(target.ground().days().day(at));
        int count = Math.min(wanted, known);
        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            recipients[i] = contacts.ranked((rank + i) % known);
        }
        // A neighbour may stand in the address book twice.
        long[] distinct = LongStream.of(recipients).distinct().toArray();
        int dead = draw.binomial(distinct.length, CampaignNumbers.OLD_CONTACTS);
        return Letter.to(distinct, Letter.handwritten(draw), Returns.of(draw, dead, PeopleNumbers.AT_ONCE));
    }
}
