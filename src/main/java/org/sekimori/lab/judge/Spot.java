package org.sekimori.lab.judge;

import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Origin;

/** Where and how somebody submits at a moment. */
record Spot(Place place, Channel channel) {

    static Spot client(Place place) {
        return new Spot(place, Channel.SUBMISSION);
    }

    static Spot webmail(Place place) {
        return new Spot(place, Channel.WEBMAIL);
    }

    /** Whether the server sees the client in another country. */
    boolean abroad() {
        return place.origin() instanceof Origin.Country country
                && !country.country().equals(Setting.HOME);
    }
}
