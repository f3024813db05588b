package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts, times and names as they are said to people. */
class TextWordingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|message|0 messages",
                "1|message|1 message",
                "2|message|2 messages",
                "1|entry|1 entry",
                "1000|entry|1,000 entries",
                "2|day|2 days"
            })
    void oneIsOneAndManyAreMany(long count, String one, String said) {
        assertThat(CountPhrase.of(count, one)).isEqualTo(said);
    }

    @Test
    void timesAreToTheSecondWhateverTheRecordHas() {
        assertThat(UtcTimeText.of(Instant.parse("2026-11-29T19:45:49.513198550Z")))
                .isEqualTo("2026-11-29T19:45:49Z");
        assertThat(UtcTimeText.of(null)).isEqualTo("an unknown time");
        assertThat(UtcTimeText.truncateTimesIn(
                        "on hold since 2026-11-29T19:45:49.5Z by a, until 2026-11-30T00:00:00Z; v1.5Z"))
                .isEqualTo("on hold since 2026-11-29T19:45:49Z by a, until 2026-11-30T00:00:00Z; v1.5Z");
    }

    @Test
    void whatWasProbablyMeantIsOffered() {
        List<String> rules = List.of("send-limit", "sudden-spike", "many-places");
        assertThat(NameSuggestion.hint("suden-spike", rules)).isEqualTo("; did you mean 'sudden-spike'?");
        assertThat(NameSuggestion.hint("SUDDEN-SPIKE", rules)).isEqualTo("; did you mean 'sudden-spike'?");
        assertThat(NameSuggestion.hint("weather", rules)).isEqualTo(".");
        assertThat(NameSuggestion.didYouMean("weather", rules)).isEmpty();
        assertThat(NameSuggestion.didYouMean("sudden-spike".repeat(10_000), rules))
                .isEmpty();
    }
}
