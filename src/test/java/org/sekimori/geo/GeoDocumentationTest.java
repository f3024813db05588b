package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.build.GeoDatabaseBuilder;

/** Holds what is written about origins to the code: reasons, and whose data the starter databases are. */
class GeoDocumentationTest {

    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        Matcher found = WORD.matcher(text);
        while (found.find()) {
            words.add(found.group(1));
        }
        return words;
    }

    private static Set<String> reasons() {
        Set<String> reasons = new TreeSet<>();
        Arrays.stream(UnknownOriginReason.values())
                .map(UnknownOriginReason::word)
                .forEach(reasons::add);
        return reasons;
    }

    @Test
    void theTableOfReasonsHasEveryReasonAndNoOther() throws IOException {
        String page = Files.readString(Path.of("docs/geo.md"));
        String table = page.substring(page.indexOf("Reasons of *Unknown*"), page.indexOf("`HK`, `MO`"));
        Set<String> first = new TreeSet<>();
        table.lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> first.addAll(words(line.split("\\|", -1)[1])));

        assertThat(first).isEqualTo(reasons());
    }

    @Test
    void theFactForRulesListsTheSameReasons() throws IOException {
        List<String> row = Files.readAllLines(Path.of("docs/facts.md")).stream()
                .filter(line -> line.startsWith("| `unknownReason` |"))
                .toList();

        assertThat(row).hasSize(1);
        assertThat(words(row.get(0).split("\\|", -1)[4])).isEqualTo(reasons());
    }

    @Test
    void everyPackageThatTheStartersAreMadeOfIsNamedWithItsLicence() throws IOException {
        String notice = Files.readString(Path.of("NOTICE")).replaceAll("\\s+", " ");

        assertThat(GeoDatabaseBuilder.PACKAGES)
                .allSatisfy(name -> assertThat(notice).contains("@ip-location-db/" + name + " 2.3."));
        assertThat(notice)
                .contains(
                        "https://db-ip.com",
                        "routeviews.org",
                        "nro.net",
                        "creativecommons.org/licenses/by/4.0",
                        "pddl/1.0");
    }
}
