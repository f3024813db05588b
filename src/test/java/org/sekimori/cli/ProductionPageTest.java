package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/production.md quotes, and what it says there is. */
class ProductionPageTest {

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).replaceAll("\\s+", " ");
    }

    @Test
    void whatIsLostIsInTheWordsOfTheDecision() throws IOException {
        String decision = read("docs/adr/0002-keys-partitions-retention-erasure.md");
        Set<String> quoted = Pattern.compile("\"([^\"]{30,})\"")
                .matcher(read("docs/reliability.md").split("## Other accidents")[1])
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(quoted).hasSize(3).allSatisfy(words -> assertThat(decision).contains(words));
    }

    @Test
    void figuresAreThoseThatArePublished() throws IOException {
        String page = read("docs/production.md");
        String published = read("docs/performance.md");
        for (String figure :
                new String[] {"10,900", "35,200", "29,300", "734 MiB", "12.3 s", "21.0 s", "23.6", "26.2"}) {
            assertThat(page).contains(figure);
            assertThat(published).contains(figure);
        }
    }

    @Test
    void everyMetricIsMeasured() throws IOException {
        StringBuilder source = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                source.append(Files.readString(file));
            }
        }
        Set<String> named = new TreeSet<>();
        Pattern.compile("`(sekimori_[a-z_]+)")
                .matcher(read("docs/production.md"))
                .results()
                .forEach(found -> named.add(found.group(1)));
        assertThat(named).hasSizeGreaterThan(12).allSatisfy(metric -> {
            String meter = metric.replaceAll("(_seconds_count|_seconds|_total|_days)$", "")
                    .replace('_', '.');
            assertThat(source).contains("\"" + meter + "\"");
        });
    }
}
