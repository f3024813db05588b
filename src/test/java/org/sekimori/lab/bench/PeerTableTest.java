package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PeerTableTest {

    @Test
    void aRowHasTheMedianAndTheRangeOfEachSystem() {
        PeerTable table = new PeerTable();
        table.add("ours", "answers/s", 3000);
        table.add("theirs", "answers/s", 12.34);
        table.add("ours", "answers/s", 1000);
        table.add("ours", "answers/s", 2000);
        table.add("ours", "p50, ms", 0.456);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "| | ours | theirs |",
                        "|---|---|---|",
                        "| answers/s | 2,000 (1,000 to 3,000) | 12.3 |",
                        "| p50, ms | 0.46 | - |");
    }
}
