package org.sekimori.lab.judge.customers;

import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/**
 * A customer's use of a VPN with an exit in another country.
 *
 * @param country where it comes out
 * @param firstExit the first of the exits between which the client changes
 * @param cycle days from one while of use to the next
 * @param phase day of the cycle at the start
 * @param length days of a cycle on which it is used; the whole cycle for those who always do
 */
record VpnUsage(String country, int firstExit, int cycle, int phase, int length) {

    /** A customer's VPN; null without one. */
    static @Nullable VpnUsage of(WorldContext ground, int number) {
        RandomStream draw = ground.draw("vpn", number);
        double share = NetworkParameters.VPN_USERS * ground.assumptions().vpn();
        if (!draw.chance(Math.min(NetworkParameters.MOST_VPN_USERS, share))) {
            return null;
        }
        String country = ground.access().vpnCountry(draw);
        int exit = draw.below(NetworkParameters.VPN_EXITS_A_COUNTRY);
        int cycle = draw.between(NetworkParameters.VPN_CYCLE_LEAST, NetworkParameters.VPN_CYCLE_MOST);
        int phase = draw.below(cycle);
        boolean always = draw.chance(NetworkParameters.VPN_ALWAYS);
        int length = always ? cycle : draw.between(1, Math.min(cycle, NetworkParameters.VPN_WHILE_MOST));
        return new VpnUsage(country, exit, cycle, phase, length);
    }

    boolean on(int day) {
        return (day + phase) % cycle < length;
    }

    ClientLocation exit(WorldContext ground, RandomStream draw) {
        int exit = (firstExit + draw.below(NetworkParameters.VPN_SERVERS)) % NetworkParameters.VPN_EXITS_A_COUNTRY;
        return ground.access().vpnExit(country, exit);
    }
}
