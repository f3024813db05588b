package org.sekimori.profile;

/** The binary form of a profile alone. */
final class Codec {

    private Codec() {}

    static byte[] encode(Profile profile) {
        PackedWriter out = new PackedWriter();
        profile.write(out);
        return out.toBytes();
    }

    static Profile decode(byte[] bytes) {
        return Profile.read(new PackedReader(bytes), Profile.FORMAT);
    }
}
