package org.sekimori.profile.habits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSections;

/** Hours of the day, as if each hour of each day were kept. */
class OwnHoursTest {

    private static final int FIRST = 20_600;

    /** Steps of an hour or more each, from hour to hour. */
    @Property(tries = 300)
    void answersAsIfEveryHourWereKept(@ForAll @Size(max = 80) List<@IntRange(max = 90) Integer> gaps) {
        OwnHours hours = OwnHours.NONE;
        List<int[]> kept = new ArrayList<>();
        int clock = 0;
        for (int gap : gaps) {
            clock += gap;
            int day = FIRST + clock / 24;
            int hour = clock % 24;
            hours = again(hours.plus(day, hour));
            if (kept.stream().noneMatch(one -> one[0] == day && one[1] == hour)) {
                kept.add(new int[] {day, hour});
            }
        }
        int today = FIRST + clock / 24 + 2;
        double all = weight(kept, today, -1);
        for (int hour = 0; hour < 24; hour++) {
            double near = weight(kept, today, hour)
                    + weight(kept, today, (hour + 1) % 24)
                    + weight(kept, today, (hour + 23) % 24);
            if (Math.abs(all - 5) > 1e-3) {
                assertThat(hours.share(hour, today)).isCloseTo(all < 5 ? -1 : near / all, within(1e-5));
            }
        }
    }

    /** Of an hour of the day; of all for -1. */
    private static double weight(List<int[]> kept, int today, int hour) {
        return kept.stream()
                .filter(one -> hour < 0 || one[1] == hour)
                .mapToDouble(one -> Math.pow(2, -(today - one[0]) / 30.0))
                .sum();
    }

    private static OwnHours again(OwnHours hours) {
        StateSections sections = StateSections.NONE.with(OwnHours.SECTION, hours);
        BinaryStateWriter out = new BinaryStateWriter();
        sections.write(out);
        assertThat(out.size()).isLessThanOrEqualTo(sections.atMost());
        OwnHours read = StateSections.read(new BinaryStateReader(out.toBytes()), List.of(OwnHours.SECTION))
                .get(OwnHours.SECTION);
        assertThat(read).isEqualTo(hours);
        return read;
    }

    @Test
    void nightIsUnusualForAnOfficeAndAnHourBesideTheUsualOnesIsNot() {
        OwnHours hours = OwnHours.NONE;
        for (int day = 0; day < 20; day++) {
            for (int hour = 9; hour < 17; hour++) {
                hours = hours.plus(FIRST + day, hour);
            }
        }
        assertThat(hours.share(3, FIRST + 20)).isZero();
        assertThat(hours.share(17, FIRST + 20)).isCloseTo(1 / 8.0, within(1e-6));
        assertThat(hours.share(12, FIRST + 20)).isCloseTo(3 / 8.0, within(1e-6));
    }

    @Test
    void aBurstInOneHourIsOneHour() {
        OwnHours hours = OwnHours.NONE;
        for (int i = 0; i < 1000; i++) {
            hours = hours.plus(FIRST, 3);
        }
        assertThat(hours.share(3, FIRST)).isEqualTo(-1);
    }
}
