package org.sekimori.mail;

import org.jspecify.annotations.Nullable;

/**
 * The network that announces an address (RFC 4271), by number (32 bits, RFC 6793) and name.
 *
 * @param number 0 if unknown
 * @param organisation its operator, safe to display; null if unknown
 */
public record AutonomousSystem(long number, @Nullable String organisation) {

    public static final AutonomousSystem NONE = new AutonomousSystem(0, null);

    private static final long MOST = 0xffffffffL;

    public AutonomousSystem {
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException("not a number of an autonomous system: " + number);
        }
    }

    /** A system of unknown organisation; {@link #NONE} for 0. */
    public static AutonomousSystem of(long number) {
        return number == 0 ? NONE : new AutonomousSystem(number, null);
    }

    /** For people, such as {@code AS2516 KDDI CORPORATION}; empty if it is not known. */
    public String text() {
        return number == 0 ? "" : organisation == null ? "AS" + number : "AS" + number + " " + organisation;
    }
}
