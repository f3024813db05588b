package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** YAML that is large without any alias ends soon, with one problem, whatever it is made of. */
@Timeout(120)
class LargeYamlTest {

    /** The long run takes nearly the most that a file may have. */
    private static final int SIZE = LongRun.size(150_000, 690_000);

    private static String filled(String head, String piece, String tail) {
        return head + piece.repeat((SIZE - head.length() - tail.length()) / piece.length()) + tail;
    }

    static Stream<Arguments> texts() {
        StringBuilder deep = new StringBuilder("defaults:\n");
        for (int depth = 1; deep.length() < SIZE - 2_000; depth++) {
            deep.append(" ".repeat(Math.min(depth, 900))).append("a:\n");
        }
        StringBuilder keys = new StringBuilder("defaults:\n");
        for (int i = 0; keys.length() < SIZE - 20; i++) {
            keys.append("  k").append(i).append(": 1\n");
        }
        StringBuilder anchors = new StringBuilder("defaults:\n");
        for (int i = 0; anchors.length() < SIZE - 20; i++) {
            anchors.append("  k").append(i).append(": &a").append(i).append(" 1\n");
        }
        return Stream.of(
                Arguments.of("square brackets", filled("defaults: ", "[", "")),
                Arguments.of("closed brackets", "defaults: " + "[".repeat(SIZE / 2 - 10) + "]".repeat(SIZE / 2 - 10)),
                Arguments.of("curly brackets", filled("defaults: ", "{a: ", "")),
                Arguments.of("question marks", filled("defaults: {", "? ", "}")),
                Arguments.of("dashes", filled("defaults:\n  ", "- ", "a")),
                Arguments.of("ever deeper", deep.toString()),
                Arguments.of("keys", keys.toString()),
                Arguments.of("anchors", anchors.toString()),
                Arguments.of("the same key", filled("defaults: {", "a: 1, ", "}")),
                Arguments.of("merge keys", filled("defaults: {", "<<: {a: 1}, ", "}")),
                Arguments.of("a list", filled("defaults: {home: [", "JP, ", "JP]}")),
                Arguments.of("one word", filled("defaults: {travel_page: ", "a", "}")),
                Arguments.of("one number", filled("defaults: {thresholds: {x: ", "1", "}}")),
                Arguments.of("a number of underscores", filled("defaults: {thresholds: {x: 1", "_", "z}}")),
                Arguments.of("a number with an exponent", "defaults: {thresholds: {x: 1e999999999}}"),
                Arguments.of("a number by sixties", filled("defaults: {thresholds: {x: 1", ":59", "z}}")),
                Arguments.of("a date", filled("defaults: {thresholds: {x: 2001-1", "1", "}}")),
                Arguments.of("escapes", filled("defaults: {travel_page: \"", "\\x41", "\"}")),
                Arguments.of("quotes", filled("defaults: {travel_page: '", "''", "'}")),
                Arguments.of("a folded text", filled("defaults:\n  travel_page: >\n", "   a\n\n", "")),
                Arguments.of("comments", filled("defaults: {}\n", "#\n", "")),
                Arguments.of("blanks", filled("defaults:", " ", "{}\n")),
                Arguments.of("tabs", filled("defaults:\n  a:", "\t", "1\n")),
                Arguments.of("empty lines", filled("defaults:\n", "\n", "  {}\n")),
                Arguments.of("documents", filled("defaults: {}\n", "---\n", "")),
                Arguments.of("directives", filled("", "%YAML 1.1\n", "---\ndefaults: {}\n")),
                Arguments.of("tags", filled("defaults: {a: ", "!!map ", "{}}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void endsWithAProblemOrIsRead(String what, String text) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long memory = thread.getCurrentThreadAllocatedBytes();
        long began = thread.getCurrentThreadCpuTime();
        BoundedProblemList problems = new BoundedProblemList();
        DomainPolicies.read(text, problems);
        long millis = (thread.getCurrentThreadCpuTime() - began) / 1_000_000;
        long mebibytes = (thread.getCurrentThreadAllocatedBytes() - memory) >> 20;
        System.out.printf(
                "bound: %,d bytes of %s in policy.yml: %d ms of processor time, %d MiB allocated, %s%n",
                text.length(), what, millis, mebibytes, problems.isEmpty() ? "read" : problems.get(0));
        assertThat(problems).hasSizeLessThanOrEqualTo(BoundedProblemList.MOST + 1);
    }

    @Test
    void theLargestRulebookThatIsAllowedIsRefusedForWhatItSays() {
        TreeMap<String, String> files = new TreeMap<>();
        for (int i = 0; i < RulebookFiles.MOST_FILES; i++) {
            files.put("volume/rule-" + i + "/rule.yml", "id: rule-" + i + "\n" + "#".repeat(260) + "\n");
        }
        RulebookFiles largest = new RulebookFiles(files);
        assertThat(largest.faults()).isEmpty();
        long began = System.nanoTime();
        RulebookException refused = catchThrowableOfType(RulebookException.class, () -> Rulebook.compile(largest));
        System.out.printf("bound: %d files refused in %d ms%n", files.size(), (System.nanoTime() - began) / 1_000_000);
        assertThat(refused.problems()).hasSize(BoundedProblemList.MOST + 1);
    }
}
