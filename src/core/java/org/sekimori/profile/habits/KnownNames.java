package org.sekimori.profile.habits;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/**
 * What accepted submissions came with: the numbers of autonomous systems, HELO names and versions of TLS, by hash, each with the
 * days on which the owner wrote to people whom the account knows.
 *
 * @param systems up to 12
 * @param helos up to 12
 * @param protocols of TLS, up to 4
 */
public record KnownNames(NameDays systems, NameDays helos, NameDays protocols) {

    private static final int SYSTEMS = 12;
    private static final int HELOS = 12;
    private static final int PROTOCOLS = 4;

    /** Nothing is known. */
    public static final KnownNames NONE =
            new KnownNames(NameDays.empty(SYSTEMS), NameDays.empty(HELOS), NameDays.empty(PROTOCOLS));

    /** The section of a profile. */
    public static final StateSection<KnownNames> SECTION =
            StateSection.of(2, NONE, KnownNames::write, KnownNames::read, KnownNames::atMost);

    private void write(BinaryStateWriter out) {
        systems.write(out);
        helos.write(out);
        protocols.write(out);
    }

    private static KnownNames read(BinaryStateReader in) {
        return new KnownNames(NameDays.read(in, SYSTEMS), NameDays.read(in, HELOS), NameDays.read(in, PROTOCOLS));
    }

    private int atMost() {
        return systems.atMost() + helos.atMost() + protocols.atMost();
    }

    /** Without days after this one. */
    public KnownNames until(int day) {
        return new KnownNames(systems.until(day), helos.until(day), protocols.until(day));
    }
}
