package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** {@code docs/rules.md} names every rule that ships and every number that it compares with. */
class RulesPageTest {

    private static final Path PAGE = Path.of("docs/rules.md");

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
}
