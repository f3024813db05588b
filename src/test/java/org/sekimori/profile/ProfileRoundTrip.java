package org.sekimori.profile;

import org.sekimori.profile.codec.VarintReader;
import org.sekimori.profile.codec.VarintWriter;

/** The binary form of a profile alone. */
final class ProfileRoundTrip {

    private ProfileRoundTrip() {}

    static byte[] encode(Profile profile) {
        VarintWriter out = new VarintWriter();
        profile.write(out);
        return out.toBytes();
    }

    static Profile decode(byte[] bytes) {
        return Profile.read(new VarintReader(bytes), Profile.FORMAT);
    }
}
