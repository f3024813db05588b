package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.HomeConnection;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Slowly, from one address of the provider that the owner's home has. */
final class NeighbourNetworkAttack {

    private NeighbourNetworkAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("neighbour");
        HomeConnection home = target.owner().home();
        boolean nextDoor = draw.chance(CampaignParameters.NEXT_DOOR);
        LowRateSpamCampaign.run(
                target,
                draw,
                window,
                CampaignParameters.NEIGHBOUR_LOG_PER_HOUR,
                CampaignParameters.NEIGHBOUR_LOG_DAYS,
                start -> address(draw, home.providerAt(start), home.at(start), nextDoor));
    }

    private static ClientLocation[] address(
            RandomStream draw, AccessProvider provider, ClientLocation owner, boolean nextDoor) {
        ClientLocation place = nextDoor ? provider.near(owner, draw) : provider.anywhere(draw);
        return new ClientLocation[] {place};
    }
}
