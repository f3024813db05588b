package org.sekimori.profile.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads {@link BinaryStateWriter}'s output, in the same order. */
public final class BinaryStateReader {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle SPREAD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

    /** Up to eight octets in one word, as {@link BinaryStateWriter} spread them; what the word has beyond them is cut off. */
    private long large() {
        if (at + Long.BYTES > bytes.length) {
            return octetByOctet();
        }
        long word = (long) SPREAD.get(bytes, at);
        long last = ~word & 0x8080_8080_8080_8080L;
        if (last == 0) {
            return octetByOctet();
        }
        int bits = Long.numberOfTrailingZeros(last) + 1;
        at += bits >>> 3;
        word &= -1L >>> (Long.SIZE - bits) & 0x7f7f_7f7f_7f7f_7f7fL;
        word = word & 0x007f_007f_007f_007fL | (word & 0x7f00_7f00_7f00_7f00L) >>> 1;
        word = word & 0x0000_3fff_0000_3fffL | (word & 0x3fff_0000_3fff_0000L) >>> 2;
        return word & 0x0000_0000_0fff_ffffL | (word & 0x0fff_ffff_0000_0000L) >>> 4;
    }

    private long octetByOctet() {
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
        byte first = bytes[at];
        if (first >= 0) {
            at++;
            return first;
        }
        return Math.toIntExact(large());
    }

    /** See {@link BinaryStateWriter#signed}. */
    public long signed() {
        long zigzag = number();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /** See {@link BinaryStateWriter#fixed}. */
    public long fixed64() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    /** Reads from this octet on. */
    public BinaryStateReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** All octets, those before {@link #position} and those after it; not to be changed. */
    public byte[] source() {
        return bytes;
    }

    /** How many bytes were read. */
    public int position() {
        return at;
    }

    /** See {@link BinaryStateWriter#bits}. */
    public int fixed32() {
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
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
