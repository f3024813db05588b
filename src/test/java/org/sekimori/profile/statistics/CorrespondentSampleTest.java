package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;

class CorrespondentSampleTest {

    private static List<Integer> people(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> StableHash.of("reader" + i) & ~1)
                .toList();
    }

    private static CorrespondentSample of(List<Integer> people) {
        CorrespondentSample sample = CorrespondentSample.NONE;
        for (int one : people) {
            sample = sample.plus(one);
        }
        return sample;
    }

    @Test
    void keepsEverybodyWhileTheyAreFew() {
        CorrespondentSample sample = of(people(0, CorrespondentSample.MOST));

        assertThat(people(0, CorrespondentSample.MOST)).allMatch(sample::contains);
        assertThat(people(CorrespondentSample.MOST, 50))
                .allMatch(sample::samples)
                .noneMatch(sample::contains);
    }

    @Test
    void tellsReadersFromStrangersByThoseWhomItSamples() {
        CorrespondentSample sample = of(people(0, 20_000));

        List<Integer> readers =
                people(0, 20_000).stream().filter(sample::samples).toList();
        assertThat(readers)
                .hasSizeBetween(CorrespondentSample.MOST / 4, CorrespondentSample.MOST)
                .allMatch(sample::contains);
        assertThat(people(20_000, 20_000).stream().filter(sample::samples))
                .isNotEmpty()
                .noneMatch(sample::contains);
    }

    @Test
    void isReadAsWritten() {
        for (int count : List.of(1, 300)) {
            CorrespondentSample sample = of(people(0, count));
            BinaryStateWriter out = new BinaryStateWriter();
            sample.write(out);

            assertThat(out.size()).isLessThanOrEqualTo(sample.atMost());
            assertThat(CorrespondentSample.read(new BinaryStateReader(out.toBytes())))
                    .isEqualTo(sample);
        }
    }
}
