package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;
import org.sekimori.rules.source.RulebookFiles;

class ShippedRulebookTest {

    @Test
    void everyCaseOfTheShippedRulebookHolds() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(RulebookFiles.read(Path.of("rules")))) {
            assertThat(rulebook.ruleTests()).hasSizeGreaterThan(10);
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
    }

    @Test
    void theShippedCasesHoldWhateverZoneLimitsAndAccountsAnOperatorSets() throws Exception {
        String policy = """
                defaults:
                  home: [DE]
                  time_zone: Pacific/Kiritimati
                  exempt_networks: [0.0.0.0/0]
                  unknown_origin: refuse
                  limits: {messages_per_hour: 1, recipients_per_day: 2, overseas: {messages_per_day: 0}}
                domains:
                  isp.example:
                    time_zone: America/Los_Angeles
                    limits: {messages_per_day: 3}
                accounts:
                  alice@isp.example:
                    limits: {messages_per_day: 0}
                  news@isp.example:
                    limits: {messages_per_hour: none, messages_per_day: 20000}
                """;
        try (Rulebook rulebook = Rulebook.compile(TestPolicy.rulebook(policy))) {
            assertThat(RuleTestRunner.run(rulebook)).isEmpty();
        }
    }
}
