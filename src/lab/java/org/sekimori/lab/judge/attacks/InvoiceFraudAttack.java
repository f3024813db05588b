package org.sekimori.lab.judge.attacks;

import java.util.List;
import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.customers.PersonalContacts;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.RandomStream;

/** Very few well-aimed messages into conversations of the owner, after days of reading. */
final class InvoiceFraudAttack {

    private InvoiceFraudAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("invoice");
        ManualHijacker intruder = new ManualHijacker(target, draw);
        PersonalContacts contacts = target.owner().contacts();
        int messages = draw.between(1, CampaignParameters.INVOICES_MOST);
        TimeSpan span = window.place(draw, draw.uniform() * CampaignParameters.INVOICE_DAYS * TimeSpan.DAY);
        long at = intruder.nextAtWork(span.from(), window);
        int victim = draw.below(Math.min(CampaignParameters.INVOICE_RANKS, contacts.count(0)));
        for (int i = 0; i < messages && at < window.until(); i++) {
            int known = contacts.count(target.world().days().day(at));
            boolean copy = draw.chance(CampaignParameters.INVOICE_COPY);
            long first = contacts.ranked(victim % known);
            long second = contacts.ranked((victim + 1) % known);
            long[] recipients = copy && first != second ? new long[] {first, second} : new long[] {first};
            intruder.send(at, ComposedMessage.to(recipients, ComposedMessage.handwritten(draw), List.of()));
            intruder.startSession();
            victim += draw.between(0, CampaignParameters.INVOICE_NEXT_MOST);
            long pause = CampaignParameters.INVOICE_PAUSE_HOURS * TimeSpan.HOUR;
            at = intruder.nextAtWork(at + pause + (long) (draw.uniform() * span.length() / messages), window);
        }
    }
}
