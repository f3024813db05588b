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
    ADAPTIVE,
    /** Copies the owner's hours and volumes, from the owner's mobile carrier. */
    MIMIC,
    /** While the owner's grant is open, from the country that it is for. */
    GRANTED_COUNTRY,
    /** One hacked home, slowly. */
    SINGLE_SLOW,
    /** The gateways of the owner's mobile carrier, which many share, slowly. */
    CARRIER_SLOW,
    /** A phish to everybody in the owner's address book. */
    CONTACT_PHISH;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    /** While a grant of the owner is open. */
    boolean granted() {
        return this == BOTNET_STICKY_GRANTED || this == BOTNET_ROUND_ROBIN_GRANTED || this == GRANTED_COUNTRY;
    }
}
