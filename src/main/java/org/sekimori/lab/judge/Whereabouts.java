package org.sekimori.lab.judge;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/** Where an owner submits from at a moment. Remembers the telephone's connection, so it is asked by rising time. */
final class Whereabouts {

    private final Ground ground;
    private final Owner owner;
    private @Nullable Place phone;
    private long phoneSince;

    Whereabouts(Ground ground, Owner owner) {
        this.ground = ground;
        this.owner = owner;
    }

    /** Where and how the owner submits. */
    Spot spot(Draw draw, long at) {
        if (draw.chance(owner.webmailShare())) {
            return webmail(draw);
        }
        if (draw.chance(owner.gmailShare())) {
            return Spot.client(Geography.gmail(draw));
        }
        return Spot.client(client(draw, at));
    }

    static Spot webmail(Draw draw) {
        return Spot.webmail(Geography.webmail(draw));
    }

    /** Where the owner's own machine is. */
    Place client(Draw draw, long at) {
        Trip trip = owner.tripAt(at);
        if (trip != null) {
            return onTrip(draw, trip, at);
        }
        Vpn vpn = owner.vpn();
        if (vpn != null && vpn.on(ground.days().day(at)) && draw.chance(PlaceNumbers.VPN_CARRIES)) {
            return vpn.exit(ground, draw);
        }
        Place work = owner.work();
        if (work != null && atWork(at)) {
            return draw.chance(PlaceNumbers.AT_DESK) ? work : phone(draw, at);
        }
        if (draw.chance(PlaceNumbers.OUT_AND_ABOUT)) {
            return ground.access().someHome(ground.draw("hot spot", draw.below(PlaceNumbers.HOT_SPOTS)));
        }
        return draw.chance(owner.phoneShare()) ? phone(draw, at) : owner.home().at(at);
    }

    private boolean atWork(long at) {
        int hour = ground.days().hour(at);
        return ground.days().workday(ground.days().day(at))
                && hour >= PlaceNumbers.WORK_FROM
                && hour < PlaceNumbers.WORK_UNTIL;
    }

    private Place phone(Draw draw, long at) {
        double churn = ground.assumptions().networkChurn();
        double change = PlaceNumbers.PHONE_CHANGES * churn;
        boolean old = StrictMath.abs(at - phoneSince) * churn > PlaceNumbers.PHONE_KEEPS_HOURS * Span.HOUR;
        Place now = phone;
        if (now == null || old || draw.chance(change)) {
            now = ground.access().carriers().connection(owner.carrier(), owner.region(), draw);
            phone = now;
        }
        phoneSince = at;
        return now;
    }

    /** The hotel stays the same for some nights; roaming comes out at home. */
    private Place onTrip(Draw draw, Trip trip, long at) {
        double how = draw.uniform();
        if (how < PlaceNumbers.VPN_BACK_HOME) {
            return ground.access().rentedHome(ground.draw("back home", owner.number()));
        }
        if (how < PlaceNumbers.VPN_BACK_HOME + PlaceNumbers.ROAMING) {
            return phone(draw, at);
        }
        String country = trip.country(at);
        if (how < PlaceNumbers.VPN_BACK_HOME + PlaceNumbers.ROAMING + PlaceNumbers.LOCAL_CARD) {
            Draw card = ground.draw("card", owner.number(), trip.index(), country.hashCode());
            Provider carrier = ground.access().access(country, card);
            return carrier.near(carrier.anywhere(card), draw);
        }
        long nights = (at - trip.from()) / (PlaceNumbers.HOTEL_NIGHTS * Span.DAY);
        Draw hotel = ground.draw("hotel", owner.number(), trip.index(), nights, country.hashCode());
        return ground.access().access(country, hotel).anywhere(hotel);
    }
}
