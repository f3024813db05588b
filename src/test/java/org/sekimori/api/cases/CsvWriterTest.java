package org.sekimori.api.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvWriterTest {

    @Test
    void cellsAreQuotedWhereTheyMustBeAndNullIsEmpty() {
        assertThat(CsvWriter.line(Arrays.asList("a@isp.example", 3, null, "x,\"y\"\nz", "end")))
                .isEqualTo("a@isp.example,3,,\"x,\"\"y\"\"\nz\",end\r\n");
    }

    @Test
    void aCellThatASpreadsheetWouldRunBeginsWithAnApostrophe() {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")) {
            assertThat(CsvWriter.line(List.of("a", formula)).replace("\"", "")).startsWith("a,'" + formula);
        }
    }
}
