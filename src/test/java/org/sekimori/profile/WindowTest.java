package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.profile.Window.Step;

class WindowTest {

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
        assertThat(Window.of(text)).isEqualTo(new Window(step, steps));
        assertThat(Window.of(Window.of(text).toString())).isEqualTo(Window.of(text));
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
                .isThrownBy(() -> Window.of(text))
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
        assertThatIllegalArgumentException().isThrownBy(() -> Window.of(text)).withMessageContaining(said);
        String instead = said.replaceAll("write \"(\\w+)\".*", "$1");
        assertThat(Window.of(instead).toString()).isEqualTo(instead);
    }

    /** What is kept for 24 hours is not answered with a window of days, which would be refused then. */
    @ParameterizedTest
    @ValueSource(strings = {"48h", "2d", "1d", "7d", "1w"})
    void aWindowWithinADayNamesNoLongerOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Window.withinDay(text))
                .withMessageContaining("nothing longer is kept")
                .withMessageContaining("; write \"24h\"")
                .withMessageNotContaining("35d");
    }

    @Test
    void aWindowWithinADayIsTaken() {
        assertThat(Window.withinDay("24h")).isEqualTo(Window.DAY);
        assertThat(Window.withinDay("10m")).isEqualTo(Window.of("10m"));
    }

    @Test
    void hasAtLeastOneStepAndNoMoreThanAreKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(Step.MINUTE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(Step.DAY, 36));
    }
}
