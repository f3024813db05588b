package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/** Slowly, from one address of the provider that the owner's home has. */
final class Neighbour {

    private Neighbour() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("neighbour");
        Home home = target.owner().home();
        boolean nextDoor = draw.chance(CampaignNumbers.NEXT_DOOR);
        Slow.run(
                target,
                draw,
                window,
                CampaignNumbers.NEIGHBOUR_LOG_PER_HOUR,
                CampaignNumbers.NEIGHBOUR_LOG_DAYS,
                start -> address(draw, home.providerAt(start), home.at(start), nextDoor));
    }

    private static Place[] address(Draw draw, Provider provider, Place owner, boolean nextDoor) {
        Place place = nextDoor ? provider.near(owner, draw) : provider.anywhere(draw);
        return new Place[] {place};
    }
}
