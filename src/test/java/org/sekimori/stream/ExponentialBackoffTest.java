package org.sekimori.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {

    private final ExponentialBackoff backoff = new ExponentialBackoff(Duration.ofMillis(400), Duration.ofSeconds(30));

    @Test
    void theLimitDoublesUntilTheLongestHoweverManyFailuresThereAre() {
        assertThat(backoff.limit(1)).hasMillis(400);
        assertThat(backoff.limit(2)).hasMillis(800);
        assertThat(backoff.limit(7)).hasMillis(25_600);
        assertThat(backoff.limit(8)).hasSeconds(30);
        assertThat(backoff.limit(Integer.MAX_VALUE)).hasSeconds(30);
    }

    @Test
    void jitterStaysInTheUpperHalfAndSpreads() {
        Random random = new Random(1);
        assertThat(random.ints(200).mapToObj(i -> backoff.jittered(2, random)).distinct())
                .hasSizeGreaterThan(50)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(400), Duration.ofMillis(800)));
    }

    @Test
    void itGrowsFromAPositiveTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExponentialBackoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExponentialBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
