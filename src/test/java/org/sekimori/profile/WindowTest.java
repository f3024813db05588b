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

    @Test
    void hasAtLeastOneStepAndNoMoreThanAreKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(Step.MINUTE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(Step.DAY, 36));
    }
}
