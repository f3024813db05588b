package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRedactorTest {

    private static String shown(String payload) {
        return PayloadRedactor.payload(payload.getBytes(StandardCharsets.UTF_8));
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
        assertThat(shown).hasSizeBetween(1_998, PayloadRedactor.MAX_SHOWN).endsWith("\ud83d\ude00…");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_990, 1_999, 2_000, 7_990, 7_996, 7_999, 8_000})
    void addressAcrossACutIsHidden(int before) {
        assertThat(shown(" ".repeat(before) + "bobsmith@sink.example")).doesNotContain("bob", "smith");
        assertThat(shown("x@y ".repeat(before / 4) + "bobsmith@sink.example")).doesNotContain("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob%40sink.example",
                "bob%2540sink.example",
                "mail=bob%2Bnews%40sink.example&x=1",
                "bob\uff20sink.example",
                "bob\ufe6bsink.example",
                "bob\\uFF20sink.example",
                "bob\\x40sink.example",
                "bob%EF%BC%A0sink.example",
                "bob&#64;sink.example",
                "bob&#x40;sink.example",
                "bob&amp;#064;sink.example",
                "bob&commat;sink.example",
                "bob+AEA-sink.example",
                "bob=40sink.example",
                "{\"sender\":\"bob%40sink.example\"}",
                "{\"recipients\":[\"bob\uff20sink.example\"]}",
            })
    void anAddressIsHiddenHoweverItsAtSignIsWritten(String payload) {
        assertThat(shown(payload)).contains("***@sink.example").doesNotContain("bob");
        assertThat(PayloadRedactor.line(payload)).contains("***@sink.example").doesNotContain("bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=4096", "recipient_count=40", "100%4", "a+AE-b", "&#640;"})
    void whatOnlyResemblesAnAtSignStays(String payload) {
        assertThat(shown(payload)).isEqualTo(payload);
    }

    @Test
    void ofBinaryOnlyTheLengthIsShown() {
        byte[] utf16 = "bob@sink.example".getBytes(StandardCharsets.UTF_16LE);
        byte[] ebcdic = "bob@sink.example".getBytes(Charset.forName("IBM037"));

        assertThat(PayloadRedactor.payload(utf16)).isEqualTo("binary, 32 bytes");
        assertThat(PayloadRedactor.payload(ebcdic)).isEqualTo("binary, 16 bytes");
        assertThat(PayloadRedactor.payload(new byte[] {0, 1})).isEqualTo("binary, 2 bytes");
    }

    @Test
    void textOfAnotherEncodingIsStillText() {
        byte[] latin = "{\"from\":\"bob@sink.example\",\"name\":\"Jos\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PayloadRedactor.payload(latin)).isEqualTo("{\"from\":\"***@sink.example\",\"name\":\"Jos\ufffd\"}");
    }

    @Test
    void hugeAndHostileTextIsDoneQuickly() {
        assertThat(shown("\"@".repeat(200_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(shown("\"sender\":".repeat(50_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(shown("=40a.".repeat(50_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(shown("%" + "25".repeat(50_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(shown("&" + "amp;".repeat(50_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
        assertThat(shown("%25".repeat(50_000))).hasSizeLessThanOrEqualTo(PayloadRedactor.MAX_SHOWN);
    }
}
