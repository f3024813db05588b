package org.sekimori.lab.judge;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/** The fixed line of a customer over the time: its address changes now and then, its provider rarely. Immutable. */
final class Home {

    private final List<Stay> stays;

    private Home(List<Stay> stays) {
        this.stays = stays;
    }

    /** From when on the line has which address. */
    private record Stay(long from, Place place, Provider provider) {}

    static Home of(Ground ground, int number) {
        Draw draw = ground.draw("home", number);
        double hold = PlaceNumbers.HOLD_DAYS[draw.weighted(PlaceNumbers.HOLD_SHARES)];
        double leave = (PlaceNumbers.MOVES_A_YEAR + PlaceNumbers.SWITCHES_A_YEAR) / PlaceNumbers.DAYS_A_YEAR;
        double rate = ground.assumptions().networkChurn() * (1 / hold + leave);
        double leaves = leave / (1 / hold + leave);
        List<Stay> stays = new ArrayList<>(2);
        Stay stay = elsewhere(ground, draw, Long.MIN_VALUE);
        stays.add(stay);
        long end = ground.days().dawn(ground.days().count());
        double at = ground.days().dawn(0);
        while (rate > 0) {
            at += draw.exponential(1 / rate) * Span.DAY;
            if (at >= end) {
                break;
            }
            stay = draw.chance(leaves) ? elsewhere(ground, draw, (long) at) : renumbered(stay, draw, (long) at);
            stays.add(stay);
        }
        return new Home(stays);
    }

    private static Stay elsewhere(Ground ground, Draw draw, long from) {
        Provider provider = ground.access().homeProvider(draw);
        return new Stay(from, provider.anywhere(draw), provider);
    }

    private static Stay renumbered(Stay before, Draw draw, long from) {
        Provider provider = before.provider();
        Place place = draw.chance(PlaceNumbers.NEW_ADDRESS_NEAR)
                ? provider.near(before.place(), draw)
                : provider.anywhere(draw);
        return new Stay(from, place, provider);
    }

    Place at(long time) {
        return stay(time).place();
    }

    Provider providerAt(long time) {
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
