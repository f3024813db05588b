package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineSamplesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strange: to=<bob@far.example>, from 203.0.113.7 | strange: to=<***@far.example>, from ***",
                "x sasl_username=alice, sasl_method=PLAIN | x sasl_username=***, sasl_method=PLAIN",
                "auth: Error: user=<alice>, rip=2001:db8::25, session=<x> | auth: Error: user=***, rip=***, session=<x>",
                "imap(alice)<12><x>: odd | imap(***)<12><x>: odd",
                "(set_id=alice) failed | (set_id=***) failed",
                "T=\"my secret\" odd | T=\"***\" odd",
            })
    void personalPartsAreMasked(String line, String masked) {
        assertThat(LineSamples.mask(line)).isEqualTo(masked);
    }

    @Test
    void oneOfEachShapeIsKeptAndFewShapes() {
        LineSamples samples = new LineSamples();
        for (int i = 0; i < 1000; i++) {
            samples.note("postfix/smtpd", "queue 4jZ" + i + " is odd");
        }
        assertThat(samples.list()).hasSize(1);
        for (char c = 'a'; c < 'z'; c++) {
            samples.note("postfix/smtpd", "shape " + c);
        }
        assertThat(samples.list()).hasSize(LineSamples.MOST);
    }

    @Test
    void aLongLineIsCut() {
        LineSamples samples = new LineSamples();
        samples.note("x", "y ".repeat(100_000));
        assertThat(samples.list().get(0)).hasSizeLessThan(320);
    }
}
