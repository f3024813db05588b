package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.profile.TimeWindow.Step;

class TimeWindowTest {

    @ParameterizedTest
    @CsvSource({
        "1m, MINUTE, 1",
        "60m, MINUTE, 60",
        "1h, MINUTE, 60",
        "90m, HALF_HOUR, 3",
        "2h, HALF_HOUR, 4",
        "24h, HALF_HOUR, 48",
        "1410m, HALF_HOUR, 47",
        "1d, DAY, 1",
        "35d, DAY, 35"
    })
    void isCountedInTheFinestStepsThatReachSoFar(String text, Step step, int steps) {
        assertThat(TimeWindow.of(text)).isEqualTo(new TimeWindow(step, steps));
        assertThat(TimeWindow.of(TimeWindow.of(text).toString())).isEqualTo(TimeWindow.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "0m",
                "0d",
                "61m",
                "75m",
                "25h",
                "36d",
                "1w",
                "-1h",
                "1.5h",
                " 1h",
                "1 h",
                "99999999999h"
            })
    void refusesOtherForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeWindow.of(text))
                .withMessageContaining("a window is 1m to");
    }

    @ParameterizedTest
    @CsvSource({
        "48h, 'write \"2d\", which is today and the 1 day before'",
        "25h, 'write \"2d\"'",
        "1w, 'write \"7d\"'",
        "75m, 'write \"1h\" or \"90m\"'",
        "100m, 'write \"90m\" or \"2h\"'",
        "7D, 'write \"7d\"'",
        "90s, 'write \"2m\"'",
        "0m, 'write \"1m\"'",
        "36d, 'write \"35d\"'",
        "'24 hours', 'write \"24h\"'"
    })
    void whatToWriteInsteadIsOneThatIsTaken(String text, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeWindow.of(text))
                .withMessageContaining(said);
        String instead = said.replaceAll("write \"(\\w+)\".*", "$1");
        assertThat(TimeWindow.of(instead).toString()).isEqualTo(instead);
    }

    /** What is kept for 24 hours is not answered with a window of days, which would be refused then. */
    @ParameterizedTest
    @ValueSource(strings = {"48h", "2d", "1d", "7d", "1w"})
    void aWindowWithinADayNamesNoLongerOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeWindow.withinDay(text))
                .withMessageContaining("nothing longer is kept")
                .withMessageContaining("; write \"24h\"")
                .withMessageNotContaining("35d");
    }

    @Test
    void aWindowWithinADayIsTaken() {
        assertThat(TimeWindow.withinDay("24h")).isEqualTo(TimeWindow.DAY);
        assertThat(TimeWindow.withinDay("10m")).isEqualTo(TimeWindow.of("10m"));
    }

    @Test
    void hasAtLeastOneStepAndNoMoreThanAreKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeWindow(Step.MINUTE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeWindow(Step.DAY, 36));
    }
}
