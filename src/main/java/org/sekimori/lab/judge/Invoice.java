package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;

/** Very few well-aimed messages into conversations of the owner, after days of reading. */
final class Invoice {

    private Invoice() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("invoice");
        Intruder intruder = new Intruder(target, draw);
        Contacts contacts = target.owner().contacts();
        int messages = draw.between(1, CampaignNumbers.INVOICES_MOST);
        Span span = window.place(draw, draw.uniform() * CampaignNumbers.INVOICE_DAYS * Span.DAY);
        long at = intruder.nextAtWork(span.from(), window);
        int victim = draw.below(Math.min(CampaignNumbers.INVOICE_RANKS, contacts.count(0)));
        for (int i = 0; i < messages && at < window.until(); i++) {
            int known = contacts.count(target.ground().days().day(at));
            boolean copy = draw.chance(CampaignNumbers.INVOICE_COPY);
            long first = contacts.ranked(victim % known);
            long second = contacts.ranked((victim + 1) % known);
            long[] recipients = copy && first != second ? new long[] {first, second} : new long[] {first};
            intruder.send(at, Letter.to(recipients, Letter.handwritten(draw), List.of()));
            intruder.sitDown();
            victim += draw.between(0, CampaignNumbers.INVOICE_NEXT_MOST);
            long pause = CampaignNumbers.INVOICE_PAUSE_HOURS * Span.HOUR;
            at = intruder.nextAtWork(at + pause + (long) (draw.uniform() * span.length() / messages), window);
        }
    }
}
