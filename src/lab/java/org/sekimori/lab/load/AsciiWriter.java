package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the small parts of requests and event lines without garbage. */
final class AsciiWriter {

    private AsciiWriter() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static void text(ByteBuffer into, String text) {
        for (int i = 0; i < text.length(); i++) {
            into.put((byte) text.charAt(i));
        }
    }

    /** Writes a non-negative number, in lower case, without leading zeros. */
    static void number(ByteBuffer into, long value, int radix) {
        int start = into.position();
        long rest = value;
        do {
            into.put((byte) Character.forDigit((int) (rest % radix), radix));
            rest /= radix;
        } while (rest > 0);
        reverse(into, start, into.position() - 1);
    }

    /** Writes a non-negative decimal number, with at least {@code width} digits. */
    static void padded(ByteBuffer into, long value, int width) {
        long smallestOfWidth = 1;
        for (int digits = width; digits > 1; digits--) {
            smallestOfWidth *= 10;
        }
        for (; smallestOfWidth > value && smallestOfWidth > 1; smallestOfWidth /= 10) {
            into.put((byte) '0');
        }
        number(into, value, 10);
    }

    /** Writes an IPv4 address, given as its 32 bits, in dotted decimals. */
    static void address(ByteBuffer into, int address) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            number(into, (address >>> shift) & 0xff, 10);
            if (shift > 0) {
                into.put((byte) '.');
            }
        }
    }

    private static void reverse(ByteBuffer buffer, int from, int to) {
        for (int left = from, right = to; left < right; left++, right--) {
            byte kept = buffer.get(left);
            buffer.put(left, buffer.get(right));
            buffer.put(right, kept);
        }
    }
}
