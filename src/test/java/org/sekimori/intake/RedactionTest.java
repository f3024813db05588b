package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static String shown(String payload) {
        return Redaction.payload(payload.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "to=<bob@sink.example>, relay | to=<***@sink.example>, relay",
                "{\"from\":\"bob.o'neil+x@sink.example\"} | {\"from\":\"***@sink.example\"}",
                "{\"from\":\"bob\\u002Bx\\u0040sink.example\"} | {\"from\":\"***@sink.example\"}",
                "{\"from\":\"用户@例え.jp\"} | {\"from\":\"***@例え.jp\"}",
                "{\"from\":\"\\\"bob smith\\\"@sink.example\"} | {\"from\":\"***@sink.example\"}",
                "mailto:bob@a.example;carol@b.example | mailto:***@a.example;***@b.example",
                "bob@carol@a.example | ***@***@a.example",
                "{\"x\":\"@a.example\"} | {\"x\":\"@a.example\"}",
                "{\"sender\":\"bob\"} | {\"sender\":\"***\"}",
                "{\"sender\":\"\"} | {\"sender\":\"\"}",
                "{\"sender\" : \"bob smith | {\"sender\" : \"***",
                "{\"Recipients\":[\"bob\",\"carol@a.example\"],\"size\":1} | {\"Recipients\":[\"***\",\"***@a.example\"],\"size\":1}",
                "{\"recipients\":[\"bob\", \"car | {\"recipients\":[\"***\", \"***",
                "{\"recipients\":[\"b\\\"ob\"],\"helo\":\"pc\"} | {\"recipients\":[\"***\"],\"helo\":\"pc\"}",
            })
    void localPartsAreHidden(String payload, String expected) {
        assertThat(shown(payload)).isEqualTo(expected);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(shown("a\u001b[31mred\r\nnext \u202e line"))
                .isEqualTo("a\\u001b[31mred\\u000d\\u000anext \\u202e line");
    }

    @Test
    void payloadIsBoundedWithoutSplittingACharacter() {
        String shown = shown("a" + "\ud83d\ude00".repeat(1_500));
        assertThat(shown).hasSizeBetween(1_998, Redaction.MAX_SHOWN).endsWith("\ud83d\ude00…");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_990, 1_999, 2_000, 7_990, 7_996, 7_999, 8_000})
    void addressAcrossACutIsHidden(int before) {
        assertThat(shown(" ".repeat(before) + "bobsmith@sink.example")).doesNotContain("bob", "smith");
        assertThat(shown("x@y ".repeat(before / 4) + "bobsmith@sink.example")).doesNotContain("bob");
    }

    @Test
    void binaryIsAShortHexHead() {
        byte[] bytes = new byte[100];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0x80 + i);
        }
        assertThat(Redaction.payload(bytes)).isEqualTo("binary, 100 bytes: 808182838485868788898a8b8c8d8e8f…");
        assertThat(Redaction.payload(new byte[] {0, 1})).isEqualTo("binary, 2 bytes: 0001");
    }

    @Test
    void textOfAnotherEncodingIsStillText() {
        byte[] latin = "{\"from\":\"bob@sink.example\",\"name\":\"Jos\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Redaction.payload(latin)).isEqualTo("{\"from\":\"***@sink.example\",\"name\":\"Jos\ufffd\"}");
    }

    @Test
    void hugeAndHostileTextIsDoneQuickly() {
        assertThat(shown("\"@".repeat(200_000))).hasSizeLessThanOrEqualTo(Redaction.MAX_SHOWN);
        assertThat(shown("\"sender\":".repeat(50_000))).hasSizeLessThanOrEqualTo(Redaction.MAX_SHOWN);
    }
}
