package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.SubmissionAnswer;

class LocalizedTimeTextTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ja | Asia/Tokyo    | 2026年6月1日 18:00（日本時間）
            en | Asia/Tokyo    | 1 June 2026, 18:00 (Japan Time)
            en | Europe/Berlin | 1 June 2026, 11:00 (Central European Time)
            ja | UTC           | 2026年6月1日 9:00（協定世界時）
            en | +09:00        | 1 June 2026, 18:00 (+09:00)
            """)
    void theDayTheHourAndTheZoneAreWrittenOut(String language, ZoneId zone, String written) {
        assertThat(LocalizedTimeText.full(NINE, Locale.forLanguageTag(language), zone))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Asia/Tokyo | 5  | 23:00 (Japan Time)
            en | Asia/Tokyo | 6  | 2 June, 00:00 (Japan Time)
            ja | Asia/Tokyo | 6  | 6月2日 0:00（日本時間）
            en | UTC        | 6  | 15:00 (Coordinated Universal Time)
            """)
    void ofTodayTheHourIsEnough(String language, ZoneId zone, int hours, String written) {
        Instant time = NINE.plusSeconds(3600L * hours);

        assertThat(LocalizedTimeText.shortForm(time, NINE, Locale.forLanguageTag(language), zone))
                .isEqualTo(written);
        assertThat(SubmissionAnswer.printable(LocalizedTimeText.shortForm(time, NINE, Locale.ENGLISH, zone)))
                .isTrue();
    }
}
