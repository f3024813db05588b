package org.sekimori.stream.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColdRecordsTest {

    private record Inner(String name, int hits) {}

    private record Outer(
            String openedBy,
            Instant at,
            @Nullable String note,
            @Nullable List<Inner> inner) {}

    private static Outer read(String json) {
        return ColdRecords.read(json.getBytes(StandardCharsets.UTF_8), Outer.class, "an outer", outer -> outer);
    }

    @Test
    void componentsAreWrittenInTheirOrderAndWithoutThoseThatAreNull() {
        Outer outer = new Outer("sato", Instant.parse("2026-06-01T09:00:00Z"), null, List.of(new Inner("a", 0)));

        byte[] written = ColdRecords.write(outer);

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"opened_by\":\"sato\",\"at\":\"2026-06-01T09:00:00Z\",\"inner\":[{\"name\":\"a\",\"hits\":0}]}");
        assertThat(read(new String(written, StandardCharsets.UTF_8))).isEqualTo(outer);
    }

    @Test
    void whatALaterVersionAddsIsIgnored() {
        Outer outer = read("{\"later\":{\"opened_by\":7},\"opened_by\":\"sato\",\"at\":\"2026-06-01T09:00:00+09:00\","
                + "\"note\":{\"text\":\"x\"},\"inner\":[null,{\"name\":\"a\",\"x\":[1]}]}");

        assertThat(outer)
                .isEqualTo(new Outer("sato", Instant.parse("2026-06-01T00:00:00Z"), null, List.of(new Inner("a", 0))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"at":"2026-06-01T09:00:00Z"}                                                        | an outer lacks opened_by
            {"opened_by":7,"at":"2026-06-01T09:00:00Z"}                                          | an outer lacks opened_by
            {"opened_by":"a","at":"2026-06-01T09:00:00Z","inner":[{"hits":1}]}                   | an outer lacks name
            {"opened_by":"a","at":"tomorrow"}                                                    | Text 'tomorrow' could not be parsed
            {"opened_by":"secret","at":"2026-06-01T09:00:00Z","inner":"secret"}                  | of another form at column
            {"opened_by":"a","at":"2026-06-01T09:00:00Z","inner":[{"name":"secret","hits":"1"}]} | of another form at column
            {"opened_by":"a","at":"2026-06-01T09:00:00Z","inner":[{"name":"secret","hits":0.5}]} | of another form at column
            {"opened_by":"secret                                                                 | not valid JSON at column
            {"opened_by":"a","at":"2026-06-01T09:00:00Z"} {}                                     | something follows
            []                                                                                   | not a JSON object
            null                                                                                 | not a JSON object
            ``                                                                                   | not a JSON object
            """)
    void whatCannotBeReadIsRefusedWithAReasonThatQuotesNothing(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
