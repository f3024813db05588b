package org.sekimori.lab.judge;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;

/**
 * A customer's use of a service that comes out in another country.
 *
 * @param country where it comes out
 * @param firstExit the first of the exits between which the client changes
 * @param cycle days from one while of use to the next
 * @param phase day of the cycle at the start
 * @param length days of a cycle on which it is used; the whole cycle for those who always do
 */
record Vpn(String country, int firstExit, int cycle, int phase, int length) {

    /** That of a customer, null if he has none. */
    static @Nullable Vpn of(Ground ground, int number) {
        Draw draw = ground.draw("vpn", number);
        double share = PlaceNumbers.VPN_USERS * ground.assumptions().vpn();
        if (!draw.chance(Math.min(PlaceNumbers.MOST_VPN_USERS, share))) {
            return null;
        }
        String country = ground.access().vpnCountry(draw);
        int exit = draw.below(PlaceNumbers.VPN_EXITS_A_COUNTRY);
        int cycle = draw.between(PlaceNumbers.VPN_CYCLE_LEAST, PlaceNumbers.VPN_CYCLE_MOST);
        int phase = draw.below(cycle);
        boolean always = draw.chance(PlaceNumbers.VPN_ALWAYS);
        int length = always ? cycle : draw.between(1, Math.min(cycle, PlaceNumbers.VPN_WHILE_MOST));
        return new Vpn(country, exit, cycle, phase, length);
    }

    boolean on(int day) {
        return (day + phase) % cycle < length;
    }

    Place exit(Ground ground, Draw draw) {
        int exit = (firstExit + draw.below(PlaceNumbers.VPN_SERVERS)) % PlaceNumbers.VPN_EXITS_A_COUNTRY;
        return ground.access().vpnExit(country, exit);
    }
}
