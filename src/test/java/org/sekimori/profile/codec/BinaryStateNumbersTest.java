package org.sekimori.profile.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Numbers are base-128 varints octet by octet, however they are stored and loaded: states on disk have them. */
class BinaryStateNumbersTest {

    /** Where the number of octets changes, and numbers with every octet different. */
    private static List<Long> numbers() {
        List<Long> all = new ArrayList<>(List.of(0L, 1L, Long.MAX_VALUE, 0x0123_4567_89ab_cdefL, 1_764_500_000L));
        for (int bits = 1; bits < 63; bits++) {
            LongStream.of((1L << bits) - 1, 1L << bits, (1L << bits) + 1, 0x55aa_55aa_55aa_55aaL >>> (63 - bits))
                    .forEach(all::add);
        }
        return all;
    }

    /** The definition in Protocol Buffers, an octet at a time. */
    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    @Test
    void eachNumberIsWrittenAsAVarintAndReadAgain() {
        for (long value : numbers()) {
            byte[] written = new BinaryStateWriter().number(value).toBytes();

            assertThat(written).as("%d", value).isEqualTo(varint(value));
            assertThat(new BinaryStateReader(written).number()).isEqualTo(value);
        }
    }

    @Test
    void signedNumbersAreZigzag() {
        for (long magnitude : numbers()) {
            for (long value : new long[] {magnitude, -magnitude, ~magnitude}) {
                byte[] written = new BinaryStateWriter().signed(value).toBytes();

                assertThat(written).as("%d", value).isEqualTo(varint((value << 1) ^ (value >> 63)));
                assertThat(new BinaryStateReader(written).signed()).isEqualTo(value);
            }
        }
    }

    /** In a writer that begins too small, one after another, so that what a word has too much is overwritten or cut off. */
    @Test
    void numbersInARowKeepToTheirOctets() {
        BinaryStateWriter out = new BinaryStateWriter(1);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (long value : numbers()) {
            out.number(value).fixed32(-1).signed(-value);
            expected.writeBytes(varint(value));
            expected.writeBytes(new byte[] {-1, -1, -1, -1});
            expected.writeBytes(varint((-value << 1) ^ (-value >> 63)));
        }
        assertThat(out.toBytes()).isEqualTo(expected.toByteArray());

        BinaryStateReader in = new BinaryStateReader(out.toBytes());
        for (long value : numbers()) {
            assertThat(in.number()).isEqualTo(value);
            assertThat(in.fixed32()).isEqualTo(-1);
            assertThat(in.signed()).isEqualTo(-value);
        }
        assertThat(in.position()).isEqualTo(out.size());
    }

    @Test
    void aWriterThatIsUsedAgainWritesNothingOfBefore() {
        BinaryStateWriter out = new BinaryStateWriter(4).number(1 << 20).number(1 << 27);

        assertThat(out.clear().number(300).toBytes()).isEqualTo(varint(300));
    }

    @Test
    void negativeNumbersAndVarintsWithoutEndAreRefused() {
        assertThatThrownBy(() -> new BinaryStateWriter().number(-1)).isInstanceOf(IllegalArgumentException.class);
        byte[] endless = new byte[11];
        java.util.Arrays.fill(endless, (byte) 0x80);
        assertThatThrownBy(() -> new BinaryStateReader(endless).number()).isInstanceOf(IllegalStateException.class);
        byte[] cutOff = {(byte) 0x80, (byte) 0x80};
        assertThatThrownBy(() -> new BinaryStateReader(cutOff).number())
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
}
