package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} names everything that there is, and nothing else. */
class RulesPageTest {

    private static final Path PAGE = Path.of("docs/rules.md");
    private static final Set<String> CONSEQUENCES = Set.of("reject", "defer", "flag", "advise");

    @Test
    void everyFactIsDescribed() throws IOException {
        String page = Files.readString(PAGE);
        List<String> facts = Stream.concat(
                        Stream.of(Submission.class.getDeclaredMethods()), Stream.of(Figures.class.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(RulesPageTest::name)
                .distinct()
                .toList();

        assertThat(facts).hasSizeGreaterThan(40);
        assertThat(facts).filteredOn(fact -> !CONSEQUENCES.contains(fact)).allSatisfy(fact -> assertThat(page)
                .containsPattern("`[^`]*\\b" + fact + "\\b[^`]*`"));
        assertThat(CONSEQUENCES).allSatisfy(word -> assertThat(page).contains("`s." + word + "`"));
    }

    @Test
    void everyRuleAndThresholdIsDescribed() throws IOException, RulebookException {
        String page = Files.readString(PAGE);
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(Path.of("rules")))) {
            assertThat(rulebook.specs().keySet())
                    .allSatisfy(rule -> assertThat(page).contains("| `" + rule + "` |"));
            assertThat(rulebook.policies().defaults().thresholds())
                    .allSatisfy((name, value) -> assertThat(page).contains("`" + name + "`"));
        }
    }

    /** The name that a condition uses: {@code isOverseas} is {@code overseas}. */
    private static String name(Method method) {
        String name = method.getName();
        if (method.getParameterCount() > 0) {
            return name;
        }
        int prefix = name.startsWith("is") ? 2 : name.startsWith("get") ? 3 : 0;
        return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }
}
