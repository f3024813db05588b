package org.sekimori.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

    private final List<CsvReader.Row> rows = new ArrayList<>();
    private final List<Integer> malformed = new ArrayList<>();

    private void readTolerantly(String text) {
        CsvReader.readTolerantly(text, rows::add, fault -> malformed.add(fault.line()));
    }

    @Test
    void aQuotedFieldHasCommasQuotationMarksAndLineBreaksAndRowsKnowWhereTheyStart() throws IOException {
        CsvReader.read(new StringReader("a, b ,\"c,\"\"d\"\"\"\r\n\r\n\"x\ny\",z\rlast"), rows::add);

        assertThat(rows)
                .containsExactly(
                        new CsvReader.Row(1, List.of("a", "b", "c,\"d\"")),
                        new CsvReader.Row(2, List.of("")),
                        new CsvReader.Row(3, List.of("x\ny", "z")),
                        new CsvReader.Row(5, List.of("last")));
        assertThat(rows.get(1).isBlank()).isTrue();
    }

    @Test
    void aStrayQuotationMarkCostsItsLineOnly() {
        readTolerantly("a,1\nb,\"2\nc,3\r\nd,\"4\"\ne,\"5\"x\nf,6\n\"g");

        assertThat(rows).extracting(row -> row.fields().get(0)).containsExactly("a", "c", "d", "f");
        assertThat(rows).extracting(CsvReader.Row::line).containsExactly(1, 3, 4, 6);
        assertThat(malformed).containsExactly(2, 5, 7);
    }

    @Test
    void aRowThatDoesNotEndIsRefusedInsteadOfGathered() {
        Reader endless = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    buffer[offset + i] = '"';
                }
                return length;
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> CsvReader.read(endless, rows::add))
                .isInstanceOf(CsvReader.MalformedRowException.class)
                .hasMessageContaining("a quotation mark is not closed");
    }

    @Test
    void manyRowsOfALargeTextAreRead() throws IOException {
        CsvReader.read(new StringReader("0123456789,\"abc\ndef\"\n".repeat(10_000)), rows::add);

        assertThat(rows).hasSize(10_000);
        assertThat(rows.get(9_999).line()).isEqualTo(19_999);
    }
}
