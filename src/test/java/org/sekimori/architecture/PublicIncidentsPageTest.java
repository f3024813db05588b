package org.sekimori.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/public-cases.md} names tests; they exist, and each row has one or says that it has none yet. */
class PublicIncidentsPageTest {

    private static final Path PAGE = Path.of("docs/public-cases.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAMED = Pattern.compile("`([a-z.]*[A-Z]\\w*)#(\\w+)`");

    static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Incident |"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyTestOfARowExists(String row) throws Exception {
        Matcher named = NAMED.matcher(row);
        while (named.find()) {
            Class<?> test =
                    Class.forName(className(named.group(1)), false, getClass().getClassLoader());
            assertThat(test.getDeclaredMethods())
                    .as(named.group())
                    .anyMatch(method -> method.getName().equals(named.group(2)) && isTest(method));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowHasTestsOrIsMarkedAsToCome(String row) {
        String[] cells = row.split(" \\| ", -1);
        assertThat(cells).hasSize(3);
        assertThat(cells[0]).contains("](https://github.com/");
        if (cells[1].startsWith("**To come:**")) {
            assertThat(cells[2]).isEqualTo("- |");
        } else {
            String left = NAMED.matcher(cells[2]).replaceAll("");
            assertThat(left).as("names of tests only").matches("(, )* \\|").isNotEqualTo(cells[2]);
        }
    }

    @Test
    void thePageHasItsRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(20);
    }

    /** The full name of a test class that is named with as much of its package as tells it from others. */
    private static String className(String name) throws IOException {
        String file = "/" + name.replace('.', '/') + ".java";
        List<String> found = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(TESTS)) {
            sources.map(source -> TESTS.relativize(source).toString().replace('\\', '/'))
                    .filter(source -> ("/" + source).endsWith(file))
                    .forEach(found::add);
        }
        assertThat(found).as("classes named " + name).hasSize(1);
        return found.get(0).replace('/', '.').replaceAll("\\.java$", "");
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().equals(Test.class)
                        || annotation.annotationType().equals(ParameterizedTest.class));
    }
}
