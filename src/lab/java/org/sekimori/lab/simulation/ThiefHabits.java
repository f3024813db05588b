package org.sekimori.lab.simulation;

import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticLogEntryFactory;

/**
 * Tricks of one thief against detection, drawn apart from everything else.
 *
 * @param copiesHelo gives the name of the owner's program, which headers of sent mail show
 * @param nameless gives no name, or one that its server does not report
 * @param domain to whose people alone the strangers belong; {@link #ANY} if to all
 * @param bought days on which one letter to a correspondent of the owner's buys familiarity before the campaign; mostly 0
 */
record ThiefHabits(boolean copiesHelo, boolean nameless, int domain, int bought) {

    private static final int ANY = -1;

    /** Draws them. */
    static ThiefHabits of(AttackClass attack, SimulatorParameters numbers, RandomStream draw) {
        boolean copies = draw.chance(
                attack == AttackClass.MIMIC
                        ? numbers.number("attacks.mimic_helo")
                        : numbers.number("attacks.copied_helo"));
        boolean nameless = draw.chance(numbers.number("attacks.no_helo"));
        int domain =
                draw.chance(numbers.number("attacks.one_domain")) ? draw.below(SyntheticLogEntryFactory.DOMAINS) : ANY;
        int days = (int) draw.between(numbers.number("attacks.bought_low"), numbers.number("attacks.bought_high") + 1);
        return new ThiefHabits(
                copies,
                nameless && !copies,
                domain,
                draw.chance(numbers.number("attacks.buys_familiarity")) ? days : 0);
    }

    /** Somebody whom no account ever wrote to. */
    long stranger(RandomStream draw) {
        long anybody = RecipientModel.stranger(draw);
        return domain == ANY ? anybody : anybody - anybody % SyntheticLogEntryFactory.DOMAINS + domain;
    }
}
