package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PerSecondLimitTest {

    @Test
    void moreThanTheBoundIsTooOftenUntilTheSecondIsOver() {
        AtomicLong nanos = new AtomicLong(-5);
        PerSecondLimit bound = new PerSecondLimit(2, nanos::get);

        assertThat(bound.another()).isTrue();
        assertThat(bound.another()).isTrue();
        assertThat(bound.another()).isFalse();
        nanos.addAndGet(999_999_999);
        assertThat(bound.another()).isFalse();
        nanos.addAndGet(1);
        assertThat(bound.another()).isTrue();
    }
}
