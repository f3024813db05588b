package org.sekimori.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekimori.api.MutableClock;

class WrongKeyThrottleTest {

    private final MutableClock clock = new MutableClock();
    private final WrongKeyThrottle wrong = new WrongKeyThrottle(clock);

    @Test
    void afterTwentyInAMinuteTheRestOfTheMinuteIsToBeWaitedFor() {
        for (int i = 0; i < WrongKeyThrottle.FREE; i++) {
            assertThat(wrong.recordFailure("192.0.2.1")).isZero();
        }
        assertThat(wrong.recordFailure("192.0.2.1")).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(45));
        assertThat(wrong.recordFailure("192.0.2.1")).isEqualTo(Duration.ofSeconds(15));
        assertThat(wrong.recordFailure("192.0.2.2")).isZero();
        clock.advance(Duration.ofSeconds(15));
        assertThat(wrong.recordFailure("192.0.2.1")).isZero();
    }

    @Test
    void theAddressesOfOneCustomerCountTogether() {
        for (int i = 0; i < WrongKeyThrottle.FREE; i++) {
            assertThat(wrong.recordFailure("2001:db8:1:2::" + Integer.toHexString(i + 1)))
                    .isZero();
        }
        assertThat(wrong.recordFailure("2001:db8:1:2:ffff::1%eth0")).isPositive();
        assertThat(wrong.recordFailure("2001:db8:1:3::1")).isZero();
        assertThat(wrong.recordFailure("::ffff:192.0.2.9")).isZero();
    }

    @Test
    void anyNumberOfAddressesTakesBoundedMemory() {
        for (int i = 0; i < 100_000; i++) {
            wrong.recordFailure("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }
        System.out.printf("bound: %,d clients with wrong keys, after 100,000%n", wrong.clients());
        assertThat(wrong.clients()).isEqualTo(WrongKeyThrottle.MOST_CLIENTS);
    }
}
