package org.sekimori.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.rig.LongRun;
import org.sekimori.stream.files.Decompressor;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What unpacks to more than any log does ends with a sentence, in bounded memory. */
class DecompressorTest {

    private static final int MIB = 1024 * 1024;
    private static final int BLOCKS = LongRun.size(25, 100);

    enum Packing {
        GZIP,
        ZSTD,
        XZ;

        OutputStream over(OutputStream out) throws IOException {
            return switch (this) {
                case GZIP -> new GZIPOutputStream(out);
                case ZSTD -> new ZstdOutputStream(out);
                case XZ -> new XZOutputStream(out, new LZMA2Options(1));
            };
        }
    }

    private static byte[] packed(Packing packing, String unit, long octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = unit.repeat(MIB / unit.length()).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = packing.over(packed)) {
            for (long written = 0; written < octets; written += block.length) {
                out.write(block);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static long read(byte[] packed, AtomicLong plain) throws IOException {
        try (InputStream in = Decompressor.plain(new ByteArrayInputStream(packed))) {
            byte[] buffer = new byte[64 * 1024];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                plain.addAndGet(got);
            }
        }
        return plain.get();
    }

    @ParameterizedTest
    @EnumSource
    void aBombOfLinesEndsOutOfProportion(Packing packing) throws IOException {
        // As `cat` makes one of many: it is the same to its reader, and soon made.
        byte[] bomb = repeated(packed(packing, "\n", 16L * MIB), 64);
        AtomicLong plain = new AtomicLong();

        assertThatThrownBy(() -> read(bomb, plain))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it unpacks to more than")
                .hasMessageContaining("times its size");
        System.out.printf("bound: %,d octets of a bomb of 1 GiB in %,d were unpacked%n", plain.get(), bomb.length);
        assertThat(plain.get()).isLessThan(400L * MIB);
    }

    @ParameterizedTest
    @EnumSource
    void aBombWithoutALineFeedIsOneLineThatIsTooLong(Packing packing) throws IOException {
        byte[] bomb = packed(packing, "a", 20L * MIB);

        assertThatThrownBy(() -> new LineChunkReader("bomb", 0)
                        .read(Decompressor.plain(new ByteArrayInputStream(bomb)), chunk -> {}))
                .hasMessageContaining("the line is longer than 16 MiB");
    }

    @ParameterizedTest
    @EnumSource
    void aLogThatShrinksWellIsReadToItsEnd(Packing packing) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("{\"id\":\"mx1-")
                    .append(i * 7919L % 1_000_003)
                    .append("\",\"kind\":\"accepted\",\"account\":\"alice")
                    .append(i % 97)
                    .append("@isp.example\",\"client_address\":\"192.0.2.")
                    .append(i % 251)
                    .append("\"}\n");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = lines.toString().getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = packing.over(packed)) {
            for (int i = 0; i < BLOCKS; i++) {
                out.write(block);
            }
        }
        assertThat(read(packed.toByteArray(), new AtomicLong())).isEqualTo((long) BLOCKS * block.length);
    }
}
