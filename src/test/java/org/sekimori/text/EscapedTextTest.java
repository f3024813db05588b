package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "alice@example.net", "送信数の上限", "a \\ \" 😀", "Ünïcödé…"})
    void whatCanBeSeenStays(String text) {
        assertThat(EscapedText.of(text)).isSameAs(text);
    }

    @Test
    void whatCannotBeSeenIsWrittenAsAnEscape() {
        assertThat(EscapedText.of("a\u001b[2Jb\r\nc\td\u007f\u009be"))
                .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u0009d\\u007f\\u009be");
        assertThat(EscapedText.of("a\u202eb\u2066c\u200bd\ufeffe\u00adf\u2028g\u2029h"))
                .isEqualTo("a\\u202eb\\u2066c\\u200bd\\ufeffe\\u00adf\\u2028g\\u2029h");
        assertThat(EscapedText.of("a\udb40\udc41b\ud83dc\ude00")).isEqualTo("a\\udb40\\udc41b\\ud83dc\\ude00");
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcd…",
        "abcdef, 1, …",
        "ab😀d, 5, ab😀d",
        "ab😀de, 4, ab…",
        "ab😀de, 5, ab😀…",
        "abc😀, 5, abc😀",
        "abc😀, 4, abc…"
    })
    void aLongTextIsCutBetweenCharacters(String text, int most, String shown) {
        assertThat(EscapedText.of(text, most)).isEqualTo(shown);
    }

    @Test
    void noEscapeIsCutInTwo() {
        assertThat(EscapedText.of("a\u001bb", 7)).isEqualTo("a…");
        assertThat(EscapedText.of("a\u001bb", 8)).isEqualTo("a\\u001bb");
        assertThat(EscapedText.of("a\u001b", 7)).isEqualTo("a\\u001b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 20, 100})
    void twiceIsAsOnce(int most) {
        String once = EscapedText.of("a\u001b😀\ud83d\u202e and more of it\n".repeat(3), most);
        assertThat(once).hasSizeLessThanOrEqualTo(most);
        assertThat(EscapedText.of(once, most)).isEqualTo(once);
    }
}
