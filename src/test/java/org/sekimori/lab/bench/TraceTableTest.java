package org.sekimori.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.request.RequestTrace.Stage;

class TraceTableTest {

    private final TraceTable table = new TraceTable();

    private String printed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachPartOfTheWayHasALine() {
        for (Stage stage : Stage.values()) {
            table.reached(1, stage);
        }
        assertThat(printed().lines().map(line -> line.strip().replaceAll("  .*", "")))
                .containsExactly(
                        "endpoint's queue", "produce", "produce and poll", "step", "reply", "queued to replied");
        assertThat(printed()).as("printed once").isEmpty();
    }

    @Test
    void aRequestThatWasAnsweredByAnotherInstanceOrNotAtAllIsLeftOut() {
        table.reached(1, Stage.QUEUED);
        table.reached(1, Stage.WRITING);
        table.reached(1, Stage.REPLIED);
        table.reached(2, Stage.QUEUED);
        table.reached(3, Stage.STEPPING);
        assertThat(printed()).isEmpty();
    }
}
