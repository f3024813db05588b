package org.sekimori.lab.simulation;

import java.util.Locale;

/**
 * What a thief does with an account. The place of a class in this list is its slot: a new one goes to the end, and shifts no
 * account of another.
 */
enum AttackClass {
    BURST,
    BOTNET_STICKY,
    BOTNET_ROUND_ROBIN,
    BOTNET_STICKY_GRANTED,
    BOTNET_ROUND_ROBIN_GRANTED,
    DOMESTIC_SLOW,
    NEIGHBOUR_SLOW,
    DOMESTIC_UNDER_LIMITS,
    MANUAL,
    BEC,
    STUFFING,
    DORMANT,
    ADAPTIVE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    /** While a grant of the owner is open. */
    boolean granted() {
        return this == BOTNET_STICKY_GRANTED || this == BOTNET_ROUND_ROBIN_GRANTED;
    }
}
