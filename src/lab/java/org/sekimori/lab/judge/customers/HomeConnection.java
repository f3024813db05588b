package org.sekimori.lab.judge.customers;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** The fixed line of a customer over the time: its address changes now and then, its provider rarely. Immutable. */
public final class HomeConnection {

    private final List<Stay> stays;

    private HomeConnection(List<Stay> stays) {
        this.stays = stays;
    }

    /** From when on the line has which address. */
    private record Stay(long from, ClientLocation place, AccessProvider provider) {}

    static HomeConnection of(WorldContext world, int number) {
        RandomStream draw = world.draw("home", number);
        double hold = NetworkParameters.HOLD_DAYS[draw.weighted(NetworkParameters.HOLD_SHARES)];
        double leave =
                (NetworkParameters.MOVES_A_YEAR + NetworkParameters.SWITCHES_A_YEAR) / NetworkParameters.DAYS_A_YEAR;
        double rate = world.assumptions().networkChurn() * (1 / hold + leave);
        double leaves = leave / (1 / hold + leave);
        List<Stay> stays = new ArrayList<>(2);
        Stay stay = elsewhere(world, draw, Long.MIN_VALUE);
        stays.add(stay);
        long end = world.days().startOfDay(world.days().count());
        double at = world.days().startOfDay(0);
        while (rate > 0) {
            at += draw.exponential(1 / rate) * TimeSpan.DAY;
            if (at >= end) {
                break;
            }
            stay = draw.chance(leaves) ? elsewhere(world, draw, (long) at) : renumbered(stay, draw, (long) at);
            stays.add(stay);
        }
        return new HomeConnection(stays);
    }

    private static Stay elsewhere(WorldContext world, RandomStream draw, long from) {
        AccessProvider provider = world.access().homeProvider(draw);
        return new Stay(from, provider.anywhere(draw), provider);
    }

    private static Stay renumbered(Stay before, RandomStream draw, long from) {
        AccessProvider provider = before.provider();
        ClientLocation place = draw.chance(NetworkParameters.NEW_ADDRESS_NEAR)
                ? provider.near(before.place(), draw)
                : provider.anywhere(draw);
        return new Stay(from, place, provider);
    }

    public ClientLocation at(long time) {
        return stay(time).place();
    }

    public AccessProvider providerAt(long time) {
        return stay(time).provider();
    }

    private Stay stay(long time) {
        int i = stays.size() - 1;
        while (stays.get(i).from() > time) {
            i--;
        }
        return stays.get(i);
    }
}
