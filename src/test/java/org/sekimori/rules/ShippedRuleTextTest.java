package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped rules can be read aloud: short lines, and no reason is said twice. */
class ShippedRuleTextTest {

    private static final int LONGEST_LINE = 120;

    /** Said by two signs, of programs with a name and without, so that nobody reads it twice. */
    private static final Set<String> OF_EITHER =
            Set.of("from a new network of a known provider to people never written to");

    /** A text in quotes, or a comment, which may have a quote in it. */
    private static final Pattern TEXT = Pattern.compile("//[^\\n]*|\"([^\"\\n]*)\"");

    /** Fewer words are no reason. */
    private static final int LEAST_WORDS = 4;

    static List<Path> files() throws IOException {
        try (Stream<Path> rules = Files.walk(Path.of("rules"))) {
            List<Path> files =
                    rules.filter(file -> file.toString().endsWith(".drl")).toList();
            assertThat(files).hasSizeGreaterThan(10);
            return files;
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noLineIsTooLongToBeRead(Path file) throws IOException {
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(LONGEST_LINE));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noReasonIsSaidTwice(Path file) throws IOException {
        Set<String> said = new HashSet<>();
        for (Matcher matcher = TEXT.matcher(Files.readString(file)); matcher.find(); ) {
            String text = matcher.group(1);
            boolean reason = text != null && text.split(" ").length >= LEAST_WORDS;
            assertThat(!reason || said.add(text) || OF_EITHER.contains(text))
                    .as(text)
                    .isTrue();
        }
    }
}
