package org.sekimori.lab.simulation;

import java.util.Locale;

/** Classes of attacks. The ordinal is the class's slot: append only, so that other accounts do not change. */
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
