package org.sekimori.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JapaneseCalendarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01", // New Year
                "2026-01-12", // Coming of Age, second Monday
                "2026-02-11",
                "2026-03-20", // vernal equinox
                "2026-04-29",
                "2026-05-06", // for Constitution Day on a Sunday
                "2026-07-20",
                "2026-08-14", // Obon
                "2026-09-21",
                "2026-09-22", // between two holidays
                "2026-09-23", // autumnal equinox
                "2026-11-23",
                "2026-12-30",
                "2027-03-22", // for the equinox on a Sunday
                "2026-06-06" // a Saturday
            })
    void nobodyWorks(LocalDate day) {
        assertThat(JapaneseCalendar.free(day)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-05", "2026-03-19", "2026-05-01", "2026-05-07", "2026-06-01", "2026-09-24", "2026-12-28"
            })
    void peopleWork(LocalDate day) {
        assertThat(JapaneseCalendar.free(day)).isFalse();
    }
}
