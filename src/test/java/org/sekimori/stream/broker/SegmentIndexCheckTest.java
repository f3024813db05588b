package org.sekimori.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentIndexCheckTest {

    @TempDir
    private Path folder;

    private Path segment;

    @BeforeEach
    void segment() throws IOException {
        segment = Files.write(folder.resolve("0.log"), new byte[10_000]);
    }

    private boolean offsets(int... entries) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(entries.length * 4);
        bytes.asIntBuffer().put(entries);
        return SegmentIndexCheck.fits(
                Files.write(folder.resolve("0.index"), bytes.array()), SegmentIndexCheck.OFFSETS, segment);
    }

    private boolean times(byte[] bytes) throws IOException {
        return SegmentIndexCheck.fits(
                Files.write(folder.resolve("0.timeindex"), bytes), SegmentIndexCheck.TIMES, segment);
    }

    @Test
    void anIndexRisesWithinItsSegmentAndMayEndInUnusedRoom() throws IOException {
        assertThat(offsets()).isTrue();
        assertThat(offsets(12, 4096, 30, 8192)).isTrue();
        assertThat(offsets(12, 4096, 0, 0, 0, 0)).isTrue();
        assertThat(SegmentIndexCheck.fits(folder.resolve("none.index"), SegmentIndexCheck.OFFSETS, segment))
                .isTrue();
        assertThat(times(ByteBuffer.allocate(36)
                        .putLong(1_700_000_000_000L)
                        .putInt(12)
                        .array()))
                .isTrue();
    }

    @Test
    void whatFallsOrPointsOutsideIsNone() throws IOException {
        assertThat(offsets(30, 4096, 12, 8192)).isFalse();
        assertThat(offsets(12, 8192, 30, 4096)).isFalse();
        assertThat(offsets(12, 10_001)).isFalse();
        assertThat(offsets(-1, 4096)).isFalse();
        assertThat(offsets(12, 4096, 0, 0, 30, 8192)).isFalse();
        assertThat(offsets(12)).as("half an entry").isFalse();
    }

    @Test
    void noiseIsNone() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[240];
            random.nextBytes(noise);
            assertThat(times(noise)).isFalse();
            assertThat(SegmentIndexCheck.fits(
                            Files.write(folder.resolve("0.index"), noise), SegmentIndexCheck.OFFSETS, segment))
                    .isFalse();
        }
    }
}
