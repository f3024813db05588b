package org.sekimori.web.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sekimori.api.MutableClock;

class LogInThrottleTest {

    private static final String HOME = "192.0.2.1";

    private final MutableClock clock = new MutableClock();
    private final LogInThrottle throttle = new LogInThrottle(clock);

    /** Wrong tries from many addresses, as far as they are taken. */
    private void attack() {
        for (int i = 0; i < 2 * LogInThrottle.USER; i++) {
            throttle.begin("admin", "198.51.100." + (i % 200));
        }
    }

    @Test
    void strangersAtManyAddressesDoNotKeepOutWhoLoggedInRightly() {
        throttle.begin("admin", HOME);
        throttle.succeeded("admin", HOME);
        attack();

        assertThat(throttle.begin("admin", HOME)).isZero();
        assertThat(throttle.begin("admin", "192.0.2.2")).isPositive();

        clock.advance(Duration.ofDays(31));
        attack();
        assertThat(throttle.begin("admin", HOME)).isPositive();
    }

    @Test
    void aUserIsLockedForAQuarterOfAMinuteAtMost() {
        for (int i = 0; i < 10; i++) {
            attack();
            clock.advance(Duration.ofSeconds(15));
        }
        attack();

        assertThat(throttle.begin("admin", HOME)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
        clock.advance(Duration.ofSeconds(15));
        assertThat(throttle.begin("admin", HOME)).isZero();
    }

    @Test
    void aTryThatWasNotMadeDoesNotCount() {
        for (int i = 0; i < 5 * LogInThrottle.ADDRESS; i++) {
            assertThat(throttle.begin("admin", HOME)).isZero();
            throttle.cancelled("admin", HOME);
        }
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneClient() {
        for (int i = 0; i < LogInThrottle.PAIR; i++) {
            assertThat(throttle.begin("admin", "2001:db8::" + i)).isZero();
        }
        assertThat(throttle.begin("admin", "2001:db8::ffff%eth0")).isPositive();
        assertThat(throttle.begin("admin", "2001:db8:0:1::1")).isZero();
    }
}
