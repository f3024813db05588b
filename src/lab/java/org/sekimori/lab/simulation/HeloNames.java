package org.sekimori.lab.simulation;

import java.util.Locale;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/** Names that mail programs give for themselves: host names, address literals of the local network, or one for all customers. */
final class HeloNames {

    private static final String APPLE = "smtpclient.apple";
    private static final String LOCAL = "localhost";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private HeloNames() {}

    /**
     * The name that a computer gives at one of its places.
     *
     * @param owner its own stream, from the beginning
     * @param spot the place: the local network has an address of its own there
     */
    static String ofComputer(RandomStream owner, int spot) {
        double program = owner.uniform();
        if (program < 0.4) {
            return "DESKTOP-" + letters(7, owner);
        } else if (program < 0.55) {
            return APPLE;
        }
        String literal = LOCAL;
        for (int i = 0; i <= spot; i++) {
            literal = literal(owner);
        }
        return literal;
    }

    static String ofPhone(RandomStream owner) {
        return owner.chance(0.7) ? APPLE : LOCAL;
    }

    /** The name that a thief's program gives. */
    static String ofThief(ClientLocation place, RandomStream draw) {
        return switch (draw.weighted(0.35, 0.2, 0.25, 0.1, 0.1)) {
            case 0 ->
                "[" + (place.address().isIpv4() ? "" : "IPv6:")
                        + place.address().text() + "]";
            case 1 -> LOCAL;
            case 2 -> "WIN-" + letters(11, draw);
            case 3 -> literal(draw);
            default -> APPLE;
        };
    }

    private static String literal(RandomStream draw) {
        return String.format(Locale.ROOT, "[192.168.%d.%d]", draw.below(3), draw.between(2, 254));
    }

    private static String letters(int count, RandomStream draw) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(draw.below(LETTERS.length())));
        }
        return text.toString();
    }
}
