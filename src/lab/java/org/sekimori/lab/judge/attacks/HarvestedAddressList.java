package org.sekimori.lab.judge.attacks;

import java.util.List;
import org.sekimori.lab.judge.customers.BounceGenerator;
import org.sekimori.lab.judge.customers.PersonalContacts;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent.Bounce;

/** A list of harvested addresses, worked through from somewhere in its middle. Others may use the same list. */
final class HarvestedAddressList {

    private final int list;
    private final int length;
    private final double dead;
    private final double atOnce;
    private int next;

    private HarvestedAddressList(RandomStream draw, int list, int length, double dead) {
        this.list = list;
        this.length = length;
        this.dead = dead;
        this.atOnce = draw.beta(AttackerParameters.AT_ONCE_ALPHA, AttackerParameters.AT_ONCE_BETA);
        this.next = draw.below(length);
    }

    /** A list of any quality. */
    static HarvestedAddressList harvested(WorldContext world, RandomStream draw) {
        return withDeadAddresses(world, draw, AttackerParameters.DEAD[draw.weighted(AttackerParameters.DEAD_SHARES)]);
    }

    /** With about this share of dead addresses. */
    static HarvestedAddressList withDeadAddresses(WorldContext world, RandomStream draw, double mean) {
        int list = PersonalContacts.rank(draw, AttackerParameters.LISTS);
        double drawn = world.draw("list", list).logNormal(AttackerParameters.LIST_LOG, AttackerParameters.LIST_SIGMA);
        int length = (int) Math.max(AttackerParameters.LIST_LEAST, drawn);
        double dead = draw.beta(
                mean * AttackerParameters.DEAD_CONCENTRATION, (1 - mean) * AttackerParameters.DEAD_CONCENTRATION);
        return new HarvestedAddressList(draw, list, length, dead);
    }

    long next() {
        next = next + 1 == length ? 0 : next + 1;
        return RecipientIds.HARVESTED.id(list, next);
    }

    List<Bounce> bounces(RandomStream draw, int recipients) {
        return BounceGenerator.of(draw, draw.binomial(recipients, dead), atOnce);
    }
}
