package org.sekimori.archive.panels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reading of queries that the other tests rely on. */
class KqlQueryTest {

    private static final DateMath NOW = new DateMath(Instant.parse("2026-03-11T00:00:00Z"));

    private static final DocumentRow ROW = new DocumentRow("decisions")
            .put("verdict", "reject")
            .put("rule", "a-b")
            .put("rule", "c d")
            .put("size", 12)
            .put("open", true)
            .put("time", Instant.parse("2026-03-09T12:00:00Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verdict: reject | true",
                "verdict: accept | false",
                "verdict: (accept or reject) | true",
                "not verdict: accept | true",
                "not verdict: (accept or defer) and size > 11 | true",
                "verdict: accept or rule: \"c d\" | true",
                "verdict: accept and rule: a-b or size: 12 | true",
                "verdict: accept and (rule: a-b or size: 12) | false",
                "rule: * | true",
                "grant: * | false",
                "not grant: * and open: true | true",
                "size >= 12 and size < 13 | true",
                "size > 12 | false",
                "time < now-1d and time >= now-2d | true",
                "time > now-1d | false",
                "VERDICT: reject | false"
            })
    void aRowAnswers(String query, boolean answer) {
        assertThat(KqlQuery.parse(query).matches(ROW, NOW)).isEqualTo(answer);
    }

    @Test
    void anEmptyQueryIsEverything() {
        assertThat(KqlQuery.parse(" ").matches(ROW, NOW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"reject", "\"reject\"", "verdict:", "verdict: rej*", "(verdict: a", "verdict: a)", "a: b c: d"})
    void whatIsNotUnderstoodIsAnError(String query) {
        assertThatThrownBy(() -> KqlQuery.parse(query)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeIsPutToElasticsearchWithItsInstant() {
        assertThat(KqlQuery.parse("time <= now-3d").search(NOW).toString())
                .isEqualTo("{\"range\":{\"time\":{\"lte\":\"2026-03-08T00:00:00Z\"}}}");
    }
}
