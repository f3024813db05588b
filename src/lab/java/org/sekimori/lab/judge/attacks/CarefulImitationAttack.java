package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.customers.MailboxOwner;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldCalendar;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.mail.SubmissionChannel;

/** Imitates the owner's hours, volumes and country, and grows slowly. */
final class CarefulImitationAttack {

    private CarefulImitationAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("careful");
        MailboxOwner owner = target.owner();
        WorldCalendar days = target.world().days();
        TimeSpan span = window.place(draw, days(draw) * TimeSpan.DAY);
        ClientLocation[] places = places(target, draw, span.from());
        HarvestedAddressList list =
                HarvestedAddressList.withDeadAddresses(target.world(), draw, CampaignParameters.CAREFUL_DEAD);
        double growth = 1 + draw.between(CampaignParameters.GROWS_LEAST, CampaignParameters.GROWS_MOST);
        double mean = Math.max(CampaignParameters.CAREFUL_FIRST, owner.perDay());
        boolean begun = false;
        for (int day = days.day(span.from()); days.startOfDay(day) < span.until(); day++) {
            for (int left = draw.poisson(mean * owner.factor(days.kind(day))); left > 0; left--) {
                long at = days.startOfDay(day) + owner.rhythm().time(draw);
                if (span.contains(at)) {
                    send(target, draw, list, at, places[draw.below(places.length)]);
                    begun = true;
                }
            }
            mean = Math.max(mean, Math.min(CampaignParameters.CAREFUL_MOST_PER_DAY, mean * growth));
        }
        if (!begun) {
            send(target, draw, list, span.from(), places[0]);
        }
    }

    private static double days(RandomStream draw) {
        double days = draw.logNormal(CampaignParameters.CAREFUL_LOG_DAYS, CampaignParameters.CAREFUL_SIGMA);
        return Math.max(CampaignParameters.CAREFUL_LEAST_DAYS, Math.min(CampaignParameters.CAREFUL_MOST_DAYS, days));
    }

    private static ClientLocation[] places(AttackTarget target, RandomStream draw, long at) {
        boolean own = draw.chance(CampaignParameters.CAREFUL_OWN_PROVIDER);
        ClientLocation[] places = new ClientLocation[draw.between(1, CampaignParameters.CAREFUL_HOSTS_MOST)];
        for (int i = 0; i < places.length; i++) {
            places[i] = own
                    ? target.owner().home().providerAt(at).anywhere(draw)
                    : target.world().access().someHome(draw);
        }
        return places;
    }

    private static void send(
            AttackTarget target, RandomStream draw, HarvestedAddressList list, long at, ClientLocation place) {
        int day = target.world().days().day(at);
        long[] recipients = new long[draw.between(1, CampaignParameters.CAREFUL_RECIPIENTS_MOST)];
        int strangers = 0;
        for (int i = 0; i < recipients.length; i++) {
            // Only the first may be a contact, so that recipients differ.
            boolean known = i == 0 && draw.chance(CampaignParameters.CAREFUL_KNOWN);
            recipients[i] = known ? target.owner().contacts().pick(draw, day) : list.next();
            strangers += known ? 0 : 1;
        }
        ComposedMessage message =
                ComposedMessage.to(recipients, ComposedMessage.handwritten(draw), list.bounces(draw, strangers));
        target.events().addAttackMessage(at, place, SubmissionChannel.SUBMISSION, message);
    }
}
