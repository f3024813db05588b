package org.sekimori.lab.judge.customers;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;

/** Selects the owner's route at a moment. Stateful (the telephone's connection), so called by rising time. */
public final class OwnerRouteSelector {

    private final WorldContext world;
    private final MailboxOwner owner;
    private @Nullable ClientLocation phone;
    private long phoneSince;

    public OwnerRouteSelector(WorldContext world, MailboxOwner owner) {
        this.world = world;
        this.owner = owner;
    }

    /** Where and how the owner submits. */
    SubmissionRoute route(RandomStream draw, long at) {
        if (draw.chance(owner.webmailShare())) {
            return webmail(draw);
        }
        if (draw.chance(owner.gmailShare())) {
            return SubmissionRoute.client(SyntheticGeography.gmail(draw));
        }
        return SubmissionRoute.client(client(draw, at));
    }

    static SubmissionRoute webmail(RandomStream draw) {
        return SubmissionRoute.webmail(SyntheticGeography.webmail(draw));
    }

    /** Where the owner's own machine is. */
    ClientLocation client(RandomStream draw, long at) {
        TripAbroad trip = owner.tripAt(at);
        if (trip != null) {
            return onTrip(draw, trip, at);
        }
        VpnUsage vpn = owner.vpn();
        if (vpn != null && vpn.on(world.days().day(at)) && draw.chance(NetworkParameters.VPN_CARRIES)) {
            return vpn.exit(world, draw);
        }
        ClientLocation work = owner.work();
        if (work != null && atWork(at)) {
            return draw.chance(NetworkParameters.AT_DESK) ? work : phone(draw, at);
        }
        if (draw.chance(NetworkParameters.OUT_AND_ABOUT)) {
            return world.access().someHome(world.draw("hot spot", draw.below(NetworkParameters.HOT_SPOTS)));
        }
        return draw.chance(owner.phoneShare()) ? phone(draw, at) : owner.home().at(at);
    }

    private boolean atWork(long at) {
        int hour = world.days().hour(at);
        return world.days().workday(world.days().day(at))
                && hour >= NetworkParameters.WORK_FROM
                && hour < NetworkParameters.WORK_UNTIL;
    }

    private ClientLocation phone(RandomStream draw, long at) {
        double churn = world.assumptions().networkChurn();
        double change = NetworkParameters.PHONE_CHANGES * churn;
        boolean old = StrictMath.abs(at - phoneSince) * churn > NetworkParameters.PHONE_KEEPS_HOURS * TimeSpan.HOUR;
        ClientLocation now = phone;
        if (now == null || old || draw.chance(change)) {
            now = world.access().carriers().connection(owner.carrier(), owner.region(), draw);
            phone = now;
        }
        phoneSince = at;
        return now;
    }

    /** The hotel stays the same for some nights; roaming comes out at home. */
    private ClientLocation onTrip(RandomStream draw, TripAbroad trip, long at) {
        double how = draw.uniform();
        if (how < NetworkParameters.VPN_BACK_HOME) {
            return world.access().rentedHome(world.draw("back home", owner.number()));
        }
        if (how < NetworkParameters.VPN_BACK_HOME + NetworkParameters.ROAMING) {
            return phone(draw, at);
        }
        String country = trip.country(at);
        if (how < NetworkParameters.VPN_BACK_HOME + NetworkParameters.ROAMING + NetworkParameters.LOCAL_CARD) {
            RandomStream card = world.draw("card", owner.number(), trip.index(), country.hashCode());
            AccessProvider carrier = world.access().access(country, card);
            return carrier.near(carrier.anywhere(card), draw);
        }
        long nights = (at - trip.from()) / (NetworkParameters.HOTEL_NIGHTS * TimeSpan.DAY);
        RandomStream hotel = world.draw("hotel", owner.number(), trip.index(), nights, country.hashCode());
        return world.access().access(country, hotel).anywhere(hotel);
    }
}
