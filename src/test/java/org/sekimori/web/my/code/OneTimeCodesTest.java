package org.sekimori.web.my.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;

class OneTimeCodesTest {

    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Account BOB = Account.of("bob@isp.example");

    private Instant now = Instant.parse("2026-11-30T09:00:00Z");
    private final OneTimeCodes codes = new OneTimeCodes(new Random(7), new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    private String code(Account account) {
        return codes.make(account, "192.0.2.1").orElseThrow();
    }

    @Test
    void aCodeLetsItsAccountInOnceAndNobodyElse() {
        String code = code(ALICE);
        assertThat(code).matches("[0-9]{8}");
        assertThat(codes.use(BOB, code)).isFalse();
        assertThat(codes.use(ALICE, code)).isTrue();
        assertThat(codes.use(ALICE, code)).isFalse();
    }

    @Test
    void itEndsAfterTenMinutesAndALaterOneTakesItsPlace() {
        String code = code(ALICE);
        now = now.plus(OneTimeCodes.LIFE);
        assertThat(codes.use(ALICE, code)).isFalse();

        String first = code(ALICE);
        String second = code(ALICE);
        assertThat(codes.use(ALICE, first)).isFalse();
        assertThat(codes.use(ALICE, second)).isTrue();
    }

    @Test
    void afterFiveWrongOnesTheRightOneIsNoneAnyMore() {
        String code = code(ALICE);
        String wrong = code.equals("00000000") ? "00000001" : "00000000";
        for (int i = 0; i < OneTimeCodes.TRIES; i++) {
            assertThat(codes.use(ALICE, wrong)).isFalse();
        }
        assertThat(codes.use(ALICE, code)).isFalse();
    }

    @Test
    void onlyMailsThatAreSentCountInAll() {
        for (int i = 0; i < 2 * OneTimeCodes.MOST; i++) {
            assertThat(codes.make(Account.of("made-up" + i + "@isp.example"), "198.51.100." + i % 250))
                    .isPresent();
        }
        for (int i = 0; i < OneTimeCodes.MOST; i++) {
            assertThat(codes.mail()).isTrue();
        }
        assertThat(codes.mail()).isFalse();
        now = now.plus(Duration.ofHours(1));
        assertThat(codes.mail()).isTrue();
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneClient() {
        for (int i = 0; i < OneTimeCodes.MOST_PER_CLIENT; i++) {
            codes.make(Account.of("c" + i + "@isp.example"), "2001:db8::" + i);
        }
        assertThat(codes.make(ALICE, "2001:db8::ff")).isEmpty();
        assertThat(codes.make(ALICE, "2001:db8:0:1::1")).isPresent();
    }

    @Test
    void anHourHasRoomForFewOfAnAccountAndOfAnAddress() {
        for (int i = 0; i < OneTimeCodes.MOST_PER_ACCOUNT; i++) {
            assertThat(codes.make(ALICE, "192.0.2.1")).isPresent();
        }
        assertThat(codes.make(ALICE, "192.0.2.2")).isEmpty();
        for (int i = OneTimeCodes.MOST_PER_ACCOUNT; i < OneTimeCodes.MOST_PER_CLIENT; i++) {
            assertThat(codes.make(Account.of("c" + i + "@isp.example"), "192.0.2.1"))
                    .isPresent();
        }
        assertThat(codes.make(BOB, "192.0.2.1")).isEmpty();
        assertThat(codes.make(BOB, "192.0.2.3")).isPresent();
        now = now.plus(Duration.ofHours(1));
        assertThat(codes.make(ALICE, "192.0.2.1")).isPresent();
    }
}
