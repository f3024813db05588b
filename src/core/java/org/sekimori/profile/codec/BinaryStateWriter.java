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

    /** The same, the lowest first. */
    private static final VarHandle SPREAD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        return varint(value);
    }

    /**
     * Groups of seven bits, the lowest first, each but the last with the highest bit set. All groups of up to eight are spread over the
     * octets of one word and stored at once: a loop that ends after an unpredictable number of octets costs more than they do.
     */
    private BinaryStateWriter varint(long value) {
        require(10);
        if (value >>> 56 != 0) {
            return longest(value);
        }
        int octets = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        long spread = value & 0x0fff_ffffL | (value & 0x00ff_ffff_f000_0000L) << 4;
        spread = spread & 0x0000_3fff_0000_3fffL | (spread & 0x0fff_c000_0fff_c000L) << 2;
        spread = spread & 0x007f_007f_007f_007fL | (spread & 0x3f80_3f80_3f80_3f80L) << 1;
        SPREAD.set(bytes, size, spread | 0x8080_8080_8080_8080L & (1L << 8 * (octets - 1)) - 1);
        size += octets;
        return this;
    }

    private BinaryStateWriter longest(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
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
        return varint(zigzag);
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

    /** Octets that were written before, as they are. */
    public BinaryStateWriter copy(byte[] source, int from, int until) {
        int length = until - from;
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

    /** Forgets what was written, to write something else in the same memory. */
    public BinaryStateWriter clear() {
        size = 0;
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
