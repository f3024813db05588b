package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code docs/security.md} to the tests that it names, and to the whole of the standard that it speaks of. */
class SecurityPageTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path NUMBERS =
            Path.of("src/test/resources/org/sekimori/architecture/asvs-5.0.0-levels-1-and-2.txt");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)#(\\w+)`");
    private static final Pattern CITED = Pattern.compile("`v5\\.0\\.0-([0-9.]+?)(\\.\\*)?`");

    static Set<String> tests() throws IOException {
        Set<String> tests = new TreeSet<>();
        NAMED.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1) + "#" + found.group(2))
                .forEach(tests::add);
        return tests;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void everyTestThatIsNamedExists(String test) throws Exception {
        String[] parts = test.split("#", -1);
        assertThat(testClass(parts[0]).getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(parts[1]) && isTest(method));
    }

    @Test
    void everyRequirementIsAnsweredOrLeftOutOnce() throws IOException {
        TreeMap<String, Integer> answers = new TreeMap<>();
        try (Stream<String> numbers = Files.lines(NUMBERS)) {
            numbers.filter(line -> !line.startsWith("#")).forEach(number -> answers.put(number, 0));
        }
        String page = Files.readString(PAGE);
        String tables = page.substring(page.indexOf("## OWASP ASVS"), page.indexOf("## Known gaps"));
        CITED.matcher(tables).results().forEach(found -> {
            List<String> meant = meant(found, answers.keySet());
            assertThat(meant).as(found.group()).isNotEmpty();
            meant.forEach(one -> answers.merge(one, 1, Integer::sum));
        });
        assertThat(answers)
                .hasSize(253)
                .allSatisfy((number, times) -> assertThat(times).as(number).isEqualTo(1));
    }

    /** One number, or all of a chapter or section. */
    private static List<String> meant(MatchResult cited, Set<String> all) {
        return cited.group(2) == null
                ? List.of(cited.group(1))
                : all.stream()
                        .filter(number -> number.startsWith(cited.group(1) + "."))
                        .toList();
    }

    @Test
    void everyRowHasATestOrSaysWhatItRestsOn() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `v5.0.0-"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(90).allSatisfy(row -> {
            String[] cells = row.split(" \\| ", -1);
            assertThat(cells).hasSize(4);
            assertThat(cells[3])
                    .matches("(\\*\\*no\\*\\*|reading|(`\\w+#\\w+`|ADR 00\\d\\d)(, (`\\w+#\\w+`|ADR 00\\d\\d))*) \\|");
        });
    }

    @Test
    void everyGapIsARowThatSaysNo() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> denied = new TreeSet<>();
        page.lines()
                .filter(line -> line.startsWith("| `v5.0.0-") && line.endsWith(" **no** |"))
                .forEach(line -> denied.add(line.split("`", -1)[1]));
        String gaps = page.substring(page.indexOf("## Known gaps"));
        assertThat(denied).hasSizeGreaterThan(10).allSatisfy(number -> assertThat(gaps)
                .contains("`" + number + "`"));
    }

    private static Class<?> testClass(String name) throws IOException, ClassNotFoundException {
        List<String> found;
        try (Stream<Path> sources = Files.walk(TESTS)) {
            found = sources.filter(source -> source.endsWith(name + ".java"))
                    .map(source -> TESTS.relativize(source).toString())
                    .toList();
        }
        assertThat(found).as("classes named " + name).hasSize(1);
        return Class.forName(
                found.get(0).replaceAll("[/\\\\]", ".").replaceAll("\\.java$", ""),
                false,
                SecurityPageTest.class.getClassLoader());
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> Set.of(Test.class, ParameterizedTest.class, TestFactory.class)
                        .contains(annotation.annotationType()));
    }
}
