package org.sekimori.profile.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes values small: integers as base-128 varints (as in Protocol Buffers), text as length and UTF-8. An account's
 * state is written for every decision and its size decides the throughput of the changelog.
 */
public final class BinaryStateWriter {

    private static final int INITIAL = 1024;

    /** Whole words in an array of octets, the highest first: one store instead of four or eight. */
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Highest number that takes one octet. */
    private static final int ONE_OCTET = 0x7f;

    private byte[] bytes;
    private int size;

    public BinaryStateWriter() {
        this(INITIAL);
    }

    /** A writer of something that takes about this many octets. */
    public BinaryStateWriter(int octets) {
        bytes = new byte[octets];
    }

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
        require(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /** Four bytes as they are. */
    public BinaryStateWriter fixed32(int value) {
        require(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
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

    /** Octets that were written before: their length, then they themselves. */
    BinaryStateWriter octets(byte[] source, int from, int length) {
        number(length);
        require(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    /** What {@code part} writes, after its length. The length of most parts takes one octet, and the others are moved. */
    BinaryStateWriter measured(Consumer<BinaryStateWriter> part) {
        require(1);
        int head = size++;
        part.accept(this);
        int length = size - head - 1;
        if (length <= ONE_OCTET) {
            bytes[head] = (byte) length;
            return this;
        }
        byte[] written = Arrays.copyOfRange(bytes, head + 1, size);
        size = head;
        return octets(written, 0, length);
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
