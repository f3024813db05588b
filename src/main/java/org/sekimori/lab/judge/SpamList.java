package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Happening.Bounce;

/** A list of harvested addresses, worked through from somewhere in its middle. Others may use the same list. */
final class SpamList {

    private final int list;
    private final int length;
    private final double dead;
    private final double atOnce;
    private int next;

    private SpamList(Draw draw, int list, int length, double dead) {
        this.list = list;
        this.length = length;
        this.dead = dead;
        this.atOnce = draw.beta(ThiefNumbers.AT_ONCE_ALPHA, ThiefNumbers.AT_ONCE_BETA);
        this.next = draw.below(length);
    }

    /** Of whatever quality. */
    static SpamList bought(Ground ground, Draw draw) {
        return withDead(ground, draw, ThiefNumbers.DEAD[draw.weighted(ThiefNumbers.DEAD_SHARES)]);
    }

    /** With about this share of dead addresses. */
    static SpamList withDead(Ground ground, Draw draw, double mean) {
        int list = Contacts.rank(draw, ThiefNumbers.LISTS);
        double drawn = ground.draw("list", list).logNormal(ThiefNumbers.LIST_LOG, ThiefNumbers.LIST_SIGMA);
        int length = (int) Math.max(ThiefNumbers.LIST_LEAST, drawn);
        double dead = draw.beta(mean * ThiefNumbers.DEAD_CONCENTRATION, (1 - mean) * ThiefNumbers.DEAD_CONCENTRATION);
        return new SpamList(draw, list, length, dead);
    }

    long take() {
        next = next + 1 == length ? 0 : next + 1;
        return Mailboxes.HARVESTED.id(list, next);
    }

    List<Bounce> bounces(Draw draw, int recipients) {
        return Returns.of(draw, draw.binomial(recipients, dead), atOnce);
    }
}
