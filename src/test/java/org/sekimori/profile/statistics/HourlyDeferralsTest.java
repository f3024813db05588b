package org.sekimori.profile.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.statistics.HourlyDeferrals.Hour;

class HourlyDeferralsTest {

    private static final long NOON = 494_000L * 3600;

    private static HourlyDeferrals of(long... hours) {
        HourlyDeferrals deferrals = HourlyDeferrals.NONE;
        for (long hour : hours) {
            deferrals = deferrals.plus(NOON + hour * 3600, 3);
        }
        return deferrals;
    }

    private static HourlyDeferrals readAgain(HourlyDeferrals deferrals) {
        BinaryStateWriter out = new BinaryStateWriter();
        deferrals.write(out);
        return HourlyDeferrals.read(new BinaryStateReader(out.toBytes()));
    }

    @Test
    void eachHourIsCountedForItself() {
        assertThat(of(0, 0, 2).at(NOON + 2 * 3600)).containsExactly(new Hour(494_000, 2, 6), new Hour(494_002, 1, 3));
    }

    @Test
    void aLateOneCountsWhereItBelongs() {
        assertThat(of(3, 1, 3, 2)).isEqualTo(of(1, 2, 3, 3));
    }

    @Test
    void whatIsADayOldCountsNoMore() {
        HourlyDeferrals deferrals = of(0, 1);

        assertThat(deferrals.at(NOON + 23 * 3600 + 3599)).hasSize(2);
        assertThat(deferrals.at(NOON + 24 * 3600)).hasSize(1);
        assertThat(deferrals.at(NOON + 25 * 3600)).isEmpty();
        assertThat(of(0, 24)).as("the memory of it goes, too").isEqualTo(of(24));
        assertThat(of(30, 0)).as("it may be too late").isEqualTo(of(30));
    }

    @Test
    void theNewestSevenHoursAreKeptAndReadAgain() {
        HourlyDeferrals day = of(LongStream.range(0, 24).toArray());

        assertThat(day).isEqualTo(of(LongStream.range(17, 24).toArray()));
        assertThat(readAgain(day)).isEqualTo(day);
        assertThat(readAgain(HourlyDeferrals.NONE)).isEqualTo(HourlyDeferrals.NONE);
    }

    @Test
    void howeverMuchIsTriedItTakesFewOctets() {
        HourlyDeferrals deferrals = HourlyDeferrals.NONE;
        for (int hour = 0; hour < 7; hour++) {
            for (int i = 0; i < 20_000; i++) {
                deferrals = deferrals.plus(NOON + hour * 3600L, 100_000);
            }
        }

        assertThat(deferrals.hours()).allSatisfy(hour -> {
            assertThat(hour.messages()).isEqualTo(HourlyDeferrals.MOST_MESSAGES);
            assertThat(hour.recipients()).isEqualTo((1 << 21) - 1);
        });
        BinaryStateWriter out = new BinaryStateWriter();
        deferrals.write(out);
        assertThat(out.toBytes().length).isLessThanOrEqualTo(46);
    }
}
