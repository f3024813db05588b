package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.mail.Channel;

/** Imitates the owner's hours, volumes and country, and grows slowly. */
final class Careful {

    private Careful() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("careful");
        Owner owner = target.owner();
        Days days = target.ground().days();
        Span span = window.place(draw, days(draw) * Span.DAY);
        Place[] places = places(target, draw, span.from());
        SpamList list = SpamList.withDead(target.ground(), draw, CampaignNumbers.CAREFUL_DEAD);
        double growth = 1 + draw.between(CampaignNumbers.GROWS_LEAST, CampaignNumbers.GROWS_MOST);
        double mean = Math.max(CampaignNumbers.CAREFUL_FIRST, owner.perDay());
        boolean begun = false;
        for (int day = days.day(span.from()); days.dawn(day) < span.until(); day++) {
            for (int left = draw.poisson(mean * owner.factor(days.kind(day))); left > 0; left--) {
                long at = days.dawn(day) + owner.rhythm().time(draw);
                if (span.contains(at)) {
                    send(target, draw, list, at, places[draw.below(places.length)]);
                    begun = true;
                }
            }
            mean = Math.max(mean, Math.min(CampaignNumbers.CAREFUL_MOST_PER_DAY, mean * growth));
        }
        if (!begun) {
            send(target, draw, list, span.from(), places[0]);
        }
    }

    private static double days(Draw draw) {
        double days = draw.logNormal(CampaignNumbers.CAREFUL_LOG_DAYS, CampaignNumbers.CAREFUL_SIGMA);
        return Math.max(CampaignNumbers.CAREFUL_LEAST_DAYS, Math.min(CampaignNumbers.CAREFUL_MOST_DAYS, days));
    }

    private static Place[] places(Target target, Draw draw, long at) {
        boolean own = draw.chance(CampaignNumbers.CAREFUL_OWN_PROVIDER);
        Place[] places = new Place[draw.between(1, CampaignNumbers.CAREFUL_HOSTS_MOST)];
        for (int i = 0; i < places.length; i++) {
            places[i] = own
                    ? target.owner().home().providerAt(at).anywhere(draw)
                    : target.ground().access().someHome(draw);
        }
        return places;
    }

    private static void send(Target target, Draw draw, SpamList list, long at, Place place) {
        int day = target.ground().days().day(at);
        long[] recipients = new long[draw.between(1, CampaignNumbers.CAREFUL_RECIPIENTS_MOST)];
        int strangers = 0;
        for (int i = 0; i < recipients.length; i++) {
            // Only the first may be a contact, so that nobody is named twice.
            boolean known = i == 0 && draw.chance(CampaignNumbers.CAREFUL_KNOWN);
            recipients[i] = known ? target.owner().contacts().pick(draw, day) : list.take();
            strangers += known ? 0 : 1;
        }
        Letter letter = Letter.to(recipients, Letter.handwritten(draw), list.bounces(draw, strangers));
        target.diary().hostile(at, place, Channel.SUBMISSION, letter);
    }
}
