package org.sekimori.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrongKeysTest {

    private final TestClock clock = new TestClock();
    private final WrongKeys wrong = new WrongKeys(clock);

    @Test
    void afterTwentyInAMinuteTheRestOfTheMinuteIsToBeWaitedFor() {
        for (int i = 0; i < WrongKeys.FREE; i++) {
            assertThat(wrong.note("192.0.2.1")).isZero();
        }
        assertThat(wrong.note("192.0.2.1")).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(45));
        assertThat(wrong.note("192.0.2.1")).isEqualTo(Duration.ofSeconds(15));
        assertThat(wrong.note("192.0.2.2")).isZero();
        clock.advance(Duration.ofSeconds(15));
        assertThat(wrong.note("192.0.2.1")).isZero();
    }

    @Test
    void theAddressesOfOneCustomerCountTogether() {
        for (int i = 0; i < WrongKeys.FREE; i++) {
            assertThat(wrong.note("2001:db8:1:2::" + Integer.toHexString(i + 1)))
                    .isZero();
        }
        assertThat(wrong.note("2001:db8:1:2:ffff::1%eth0")).isPositive();
        assertThat(wrong.note("2001:db8:1:3::1")).isZero();
        assertThat(wrong.note("::ffff:192.0.2.9")).isZero();
    }

    @Test
    void anyNumberOfAddressesTakesBoundedMemory() {
        for (int i = 0; i < 100_000; i++) {
            wrong.note("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }
        System.out.printf("bound: %,d clients with wrong keys, after 100,000%n", wrong.clients());
        assertThat(wrong.clients()).isEqualTo(WrongKeys.MOST_CLIENTS);
    }
}
