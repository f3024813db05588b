package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetectionPageTest {

    @Test
    void thePageHasTheGoalsThatAreMeasured() throws IOException {
        List<String> page = Files.readAllLines(Path.of("docs/detection.md"));
        List<String> rows = page.subList(page.indexOf("## Goals"), page.indexOf("## What is counted")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Measured"))
                .map(line -> Stream.of(line.split("\\|"))
                        .skip(1)
                        .limit(2)
                        .map(String::strip)
                        .toList()
                        .toString())
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(DetectionGoal.all().stream()
                        .map(goal -> List.of(goal.text(), goal.wanted()).toString())
                        .toList());
    }
}
