package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.environment.AddressPool;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WeightedChoice;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.mail.SubmissionChannel;

/** A person who abuses a mailbox by hand, in office hours. */
final class ManualHijacker {

    private static final WeightedChoice<String> COUNTRIES =
            WeightedChoice.words(CampaignParameters.HIJACKERS, country -> true);
    private static final int THURSDAY = 3;
    private static final int SATURDAY = 5;

    private final AttackTarget target;
    private final RandomStream draw;
    private final String country;
    private final boolean atHome;
    private final boolean vpn;
    private final SubmissionChannel channel;
    private ClientLocation place;

    ManualHijacker(AttackTarget target, RandomStream draw) {
        this.target = target;
        this.draw = draw;
        this.country = COUNTRIES.pick(draw);
        this.channel = draw.chance(CampaignParameters.READER_WEBMAIL)
                ? SubmissionChannel.WEBMAIL
                : SubmissionChannel.SUBMISSION;
        this.atHome = draw.chance(target.atHome(CampaignParameters.READER_AT_HOME));
        this.vpn = draw.chance(CampaignParameters.READER_VPN);
        this.place = somewhere();
    }

    private ClientLocation somewhere() {
        if (channel == SubmissionChannel.WEBMAIL) {
            return SyntheticGeography.webmail(draw);
        }
        AddressPool access = target.world().access();
        if (atHome) {
            return target.machineAtHome(draw);
        }
        if (vpn) {
            return access.vpnExit(access.vpnCountry(draw), draw.below(NetworkParameters.VPN_EXITS_A_COUNTRY));
        }
        AccessProvider provider = access.access(country, draw);
        return provider.anywhere(draw);
    }

    /** Begins another sitting, perhaps from another address. */
    void startSession() {
        if (draw.chance(CampaignParameters.READER_MOVES)) {
            place = somewhere();
        }
    }

    void send(long at, ComposedMessage message) {
        target.events().addAttackMessage(at, place, channel, message);
    }

    /** Whether he is at work: not at night, at lunch, or on weekends of his own country. */
    boolean atWork(long at) {
        int zone = CampaignParameters.HIJACKER_HOURS[COUNTRIES.all().indexOf(country)];
        long local = at + zone * TimeSpan.HOUR;
        long weekday = Math.floorMod(Math.floorDiv(local, TimeSpan.DAY) + THURSDAY, 7L);
        long hour = Math.floorMod(local, TimeSpan.DAY) / TimeSpan.HOUR;
        return weekday < SATURDAY
                && hour >= CampaignParameters.OFFICE_FROM
                && hour < CampaignParameters.OFFICE_UNTIL
                && hour != CampaignParameters.LUNCH;
    }

    /** This time if it is in office hours, else one in the next; the same if there are none in the window. */
    long nextAtWork(long at, TimeSpan window) {
        if (atWork(at)) {
            return at;
        }
        long opens = at;
        while (!atWork(opens)) {
            opens += TimeSpan.HOUR / 2;
        }
        // Mornings and afternoons are longer than this, so that it is still work.
        long found = opens + (long) (draw.uniform() * CampaignParameters.BEGINS_WITHIN_HOURS * TimeSpan.HOUR);
        return found < window.until() ? found : at;
    }
}
