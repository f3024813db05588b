package org.sekimori.profile.codec;

import java.nio.charset.StandardCharsets;

/** Reads {@link BinaryStateWriter}'s output, in the same order. */
public final class BinaryStateReader {

    private final byte[] bytes;
    private int at;

    public BinaryStateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** See {@link BinaryStateWriter#number}. */
    public long number() {
        byte first = bytes[at];
        if (first >= 0) {
            at++;
            return first;
        }
        return large();
    }

    private long large() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a packed number is longer than 64 bits at byte " + at);
    }

    /** See {@link BinaryStateWriter#number}; for values that were an int when written. */
    public int count() {
        return Math.toIntExact(number());
    }

    /** See {@link BinaryStateWriter#signed}. */
    public long signed() {
        long zigzag = number();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /** See {@link BinaryStateWriter#fixed}. */
    public long fixed64() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    /** How many bytes were read. */
    public int position() {
        return at;
    }

    /** See {@link BinaryStateWriter#bits}. */
    public int fixed32() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    /** See {@link BinaryStateWriter#real}. */
    public float real() {
        return number() == 0 ? 0 : Float.intBitsToFloat(fixed32());
    }

    /** See {@link BinaryStateWriter#text}. */
    public String text() {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }
}
