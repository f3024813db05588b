package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;
import org.sekimori.mail.Channel;

/** A person who works in somebody else's mailbox, by hand and in office hours. */
final class Intruder {

    private static final Choice<String> COUNTRIES = Choice.words(CampaignNumbers.HIJACKERS, country -> true);
    private static final int THURSDAY = 3;
    private static final int SATURDAY = 5;

    private final Target target;
    private final Draw draw;
    private final String country;
    private final boolean atHome;
    private final boolean vpn;
    private final Channel channel;
    private Place place;

    Intruder(Target target, Draw draw) {
        this.target = target;
        this.draw = draw;
        this.country = COUNTRIES.pick(draw);
        this.channel = draw.chance(CampaignNumbers.READER_WEBMAIL) ? Channel.WEBMAIL : Channel.SUBMISSION;
        this.atHome = draw.chance(target.atHome(CampaignNumbers.READER_AT_HOME));
        this.vpn = draw.chance(CampaignNumbers.READER_VPN);
        this.place = somewhere();
    }

    private Place somewhere() {
        if (channel == Channel.WEBMAIL) {
            return Geography.webmail(draw);
        }
        Access access = target.ground().access();
        if (atHome) {
            return target.machineAtHome(draw);
        }
        if (vpn) {
            return access.vpnExit(access.vpnCountry(draw), draw.below(PlaceNumbers.VPN_EXITS_A_COUNTRY));
        }
        Provider provider = access.access(country, draw);
        return provider.anywhere(draw);
    }

    /** Begins another sitting, perhaps from another address. */
    void sitDown() {
        if (draw.chance(CampaignNumbers.READER_MOVES)) {
            place = somewhere();
        }
    }

    void send(long at, Letter letter) {
        target.diary().hostile(at, place, channel, letter);
    }

    /** Whether he is at work: not at night, at lunch, or on weekends of his own country. */
    boolean atWork(long at) {
        int zone = CampaignNumbers.HIJACKER_HOURS[COUNTRIES.all().indexOf(country)];
        long local = at + zone * Span.HOUR;
        long weekday = Math.floorMod(Math.floorDiv(local, Span.DAY) + THURSDAY, 7L);
        long hour = Math.floorMod(local, Span.DAY) / Span.HOUR;
        return weekday < SATURDAY
                && hour >= CampaignNumbers.OFFICE_FROM
                && hour < CampaignNumbers.OFFICE_UNTIL
                && hour != CampaignNumbers.LUNCH;
    }

    /** This time if he is at work, else one in the next hours of work; the same if there are none in the window. */
    long nextAtWork(long at, Span window) {
        if (atWork(at)) {
            return at;
        }
        long opens = at;
        while (!atWork(opens)) {
            opens += Span.HOUR / 2;
        }
        // Mornings and afternoons are longer than this, so that it is still work.
        long found = opens + (long) (draw.uniform() * CampaignNumbers.BEGINS_WITHIN_HOURS * Span.HOUR);
        return found < window.until() ? found : at;
    }
}
