package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.StableHash;

class DistinctSketchTest {

    private static final int CAPACITY = 48;
    private static final int NOON = 29_000_000;

    private static DistinctSketch filled(int values, int minute) {
        DistinctSketch sketch = DistinctSketch.empty(CAPACITY);
        for (int i = 0; i < values; i++) {
            sketch = sketch.plus(StableHash.of("value" + i), minute);
        }
        return sketch;
    }

    @Test
    void isExactUpToItsCapacity() {
        DistinctSketch sketch = filled(CAPACITY, NOON);

        assertThat(sketch.exact(NOON)).isTrue();
        assertThat(sketch.distinct(NOON, TimeWindow.DAY)).isEqualTo(CAPACITY);
        assertThat(filled(CAPACITY + 1, NOON).exact(NOON)).isFalse();
    }

    @Test
    void valueSeenAgainCountsOnceAndAsOfTheLaterTime() {
        DistinctSketch sketch = filled(10, NOON).plus(StableHash.of("value3"), NOON + 100);

        assertThat(sketch.distinct(NOON + 100, TimeWindow.DAY)).isEqualTo(10);
        assertThat(sketch.distinct(NOON + 100, TimeWindow.HOUR)).isEqualTo(1);
    }

    /** The mean error of 200 samples is within three standard errors, and each within five. */
    @Test
    void estimatesBeyondItsCapacityWithTheStandardErrorOfItsSample() {
        double sum = 0;
        for (int sample = 0; sample < 200; sample++) {
            DistinctSketch sketch = DistinctSketch.empty(CAPACITY);
            for (int i = 0; i < 500; i++) {
                sketch = sketch.plus(StableHash.of(sample + "/" + i), NOON + i);
            }
            long distinct = sketch.distinct(NOON + 500, TimeWindow.DAY);
            assertThat((double) distinct).isCloseTo(500, within(5 * 0.15 * 500));
            sum += distinct;
        }
        assertThat(sum / 200).isCloseTo(500, within(3 * 0.15 * 500 / Math.sqrt(200)));
    }

    @Test
    void answersShorterWindowsFromTheSameSample() {
        DistinctSketch sketch = DistinctSketch.empty(CAPACITY);
        for (int i = 0; i < 2000; i++) {
            sketch = sketch.plus(StableHash.of("value" + i), NOON + i / 2);
        }

        assertThat((double) sketch.distinct(NOON + 999, TimeWindow.of("5h"))).isCloseTo(600, within(600 * 0.6));
        assertThat(sketch.distinct(NOON + 999 + 300, TimeWindow.of("5h"))).isZero();
    }

    @Test
    void isExactAgain24HoursAfterTheLastValueThatWasLeftOut() {
        DistinctSketch sketch = filled(300, NOON);

        assertThat(sketch.exact(NOON + 1439)).isFalse();
        assertThat(sketch.exact(NOON + 1440)).isTrue();
        DistinctSketch next = sketch;
        for (int i = 0; i < CAPACITY; i++) {
            next = next.plus(StableHash.of("other" + i), NOON + 1440);
        }
        assertThat(next.distinct(NOON + 1440, TimeWindow.DAY)).isEqualTo(CAPACITY);
        assertThat(next.exact(NOON + 1440)).isTrue();
    }

    @Test
    void valuesThatAreLeftOutLaterPutExactnessOff() {
        DistinctSketch sketch = filled(300, NOON);
        for (int i = 0; i < 50; i++) {
            sketch = sketch.plus(StableHash.of("more" + i), NOON + 600);
        }

        assertThat(sketch.exact(NOON + 1440)).isFalse();
        assertThat(sketch.exact(NOON + 2040)).isTrue();
    }

    @Test
    void lateValueIsSeenInTheWindowThatItBelongsTo() {
        DistinctSketch sketch = filled(1, NOON).plus(StableHash.of("late"), NOON - 90);

        assertThat(sketch.distinct(NOON, TimeWindow.HOUR)).isEqualTo(1);
        assertThat(sketch.distinct(NOON, TimeWindow.of("2h"))).isEqualTo(2);
        assertThat(sketch.plus(StableHash.of("later"), NOON - 1440)).isSameAs(sketch);
    }

    @Test
    void knowsNoWindowOfDays() {
        assertThatIllegalArgumentException().isThrownBy(() -> filled(1, NOON).distinct(NOON, TimeWindow.TODAY));
    }

    /** Codes are spread by a factor and not by a hash, so the sample of countries has to be looked at on its own. */
    @Test
    void estimatesCountriesAsWellAsOtherValues() {
        List<String> codes = new ArrayList<>();
        for (String code : java.util.Locale.getISOCountries()) {
            codes.add(code);
        }
        for (int count : new int[] {33, 60, 120, 192, 249}) {
            java.util.Collections.shuffle(codes, new java.util.Random(count));
            RecentOrigins places = RecentOrigins.NONE;
            for (String code : codes.subList(0, count)) {
                places = places.plus(
                        MailEventFixture.attempt("x", java.time.Instant.ofEpochSecond(NOON * 60L))
                                .from("192.0.2.1", MailEventFixture.country(code, "192.0.2.0/24", 1))
                                .event(),
                        false,
                        false);
            }
            assertThat((double) places.countries().distinct(NOON, TimeWindow.DAY))
                    .isCloseTo(count, within(0.35 * count));
        }
    }
}
