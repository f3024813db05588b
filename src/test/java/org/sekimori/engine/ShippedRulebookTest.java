package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookFiles;

class ShippedRulebookTest {

    @Test
    void everyCaseOfTheShippedRulebookHolds() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(Path.of("rules")))) {
            assertThat(rulebook.cases()).hasSizeGreaterThan(10);
            assertThat(CaseRunner.run(rulebook)).isEmpty();
        }
    }
}
