package org.sekimori.lab.evaluation;

import java.util.Locale;
import java.util.Map;

/** Tempo of an attack, which bounds what a detector can achieve. */
public enum AttackTempo {
    /** Hundreds of messages within hours. */
    FAST,
    /** A few messages an hour, for days. */
    SLOW,
    /** A handful of messages, like the owner's own. */
    QUIET;

    /** By class of attack, of all worlds. */
    private static final Map<String, AttackTempo> OF_CLASS = Map.ofEntries(
            // simulator
            Map.entry("burst", FAST),
            Map.entry("botnet-sticky", FAST),
            Map.entry("botnet-round-robin", FAST),
            Map.entry("botnet-sticky-granted", FAST),
            Map.entry("botnet-round-robin-granted", FAST),
            Map.entry("domestic-slow", SLOW),
            Map.entry("neighbour-slow", SLOW),
            Map.entry("domestic-under-limits", FAST),
            Map.entry("manual", QUIET),
            Map.entry("bec", QUIET),
            Map.entry("stuffing", FAST),
            Map.entry("dormant", FAST),
            Map.entry("adaptive", QUIET),
            Map.entry("mimic", QUIET),
            Map.entry("granted-country", FAST),
            Map.entry("single-slow", SLOW),
            Map.entry("carrier-slow", SLOW),
            Map.entry("contact-phish", QUIET),
            // judge
            Map.entry("blast", FAST),
            Map.entry("botnet", FAST),
            Map.entry("botnet-during-grant", FAST),
            Map.entry("home-proxies", SLOW),
            Map.entry("neighbour", SLOW),
            Map.entry("home-blast", FAST),
            Map.entry("reader", QUIET),
            Map.entry("invoice", QUIET),
            Map.entry("guessed", FAST),
            Map.entry("sleeper", FAST),
            Map.entry("careful", QUIET));

    /**
     * @throws IllegalStateException for a class without a tempo
     */
    public static AttackTempo of(String attackClass) {
        AttackTempo tempo = OF_CLASS.get(attackClass);
        if (tempo == null) {
            throw new IllegalStateException("say in Tempo how fast the attack class '" + attackClass + "' is");
        }
        return tempo;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
