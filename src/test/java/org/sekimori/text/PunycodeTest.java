package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PunycodeTest {

    /** RFC 3492, 7.1, (B), (C), (D), (I), (L), (S), and A-labels in use. */
    @ParameterizedTest
    @CsvSource({
        "ihqwcrb4cv8a8dqg056pqjye, 他们为什么不说中文",
        "ihqwctvzc91f659drss3x8bo0yb, 他們爲什麽不說中文",
        "Proprostnemluvesky-uyb24dma41a, Pročprostěnemluvíčesky",
        "b1abfaaepdrnnbgefbadotcwatmq2g4l, почемужеонинеговорятпорусски",
        "3B-ww4c5e180e575a65lsy2b, 3年B組金八先生",
        "'-> $1.00 <--', -> $1.00 <-",
        "wgv71a119e, 日本語",
        "strae-oqa, straße",
    })
    void aLabelIsReadAsTheStandardSays(String encoded, String decoded) {
        assertThat(Punycode.decode(encoded)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é-oqa",
                "a-!",
                "strae-oq",
                "99999999",
                "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
            })
    void whatIsNoneIsNotRead(String encoded) {
        assertThat(Punycode.decode(encoded)).isNull();
    }
}
