package org.sekimori.profile;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/** The binary form of a profile alone. */
final class ProfileRoundTrip {

    private ProfileRoundTrip() {}

    static byte[] encode(Profile profile) {
        BinaryStateWriter out = new BinaryStateWriter();
        profile.write(out);
        return out.toBytes();
    }

    static Profile decode(byte[] bytes) {
        return Profile.read(new BinaryStateReader(bytes), Profile.FORMAT);
    }
}
