package org.sekimori.profile.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values small: integers as base-128 varints (as in Protocol Buffers), text as length and UTF-8. An account's
 * state is written for every decision and its size decides the throughput of the changelog.
 */
public final class BinaryStateWriter {

    private static final int INITIAL = 1024;

    private byte[] bytes = new byte[INITIAL];
    private int size;

    /** A number of at least 0; small ones take one byte. */
    public BinaryStateWriter number(long value) {
        // Nearly all numbers are small, and this is the hottest place of a step.
        if ((value & ~0x7fL) == 0 && size < bytes.length) {
            bytes[size++] = (byte) value;
            return this;
        }
        return large(value);
    }

    private BinaryStateWriter large(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("not a number of at least 0: " + value);
        }
        require(10);
        long rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** A number of either sign (zigzag). */
    public BinaryStateWriter signed(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        if ((zigzag & ~0x7fL) == 0 && size < bytes.length) {
            bytes[size++] = (byte) zigzag;
            return this;
        }
        return largeZigzag(zigzag);
    }

    private BinaryStateWriter largeZigzag(long value) {
        long zigzag = value;
        require(10);
        while ((zigzag & ~0x7fL) != 0) {
            bytes[size++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[size++] = (byte) zigzag;
        return this;
    }

    /** Eight bytes as they are. */
    public BinaryStateWriter fixed64(long value) {
        require(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Four bytes as they are. */
    public BinaryStateWriter fixed32(int value) {
        require(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** A number with a fraction, exactly; zero takes one byte, anything else five. */
    public BinaryStateWriter real(float value) {
        if (value == 0) {
            return number(0);
        }
        return number(1).fixed32(Float.floatToIntBits(value));
    }

    /** Text of any length. */
    public BinaryStateWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        require(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        return this;
    }

    /** How many bytes were written so far. */
    public int size() {
        return size;
    }

    /** The octets written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
