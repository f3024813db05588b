package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.CleanTrafficCheck.FalsePositive;
import org.sekimori.lab.evaluation.CleanTrafficCheck.RuleResult;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class CleanTrafficCheckTest {

    /** Fewer accounts may be hit less; in the long run all of them are played. */
    @Test
    void theShippedListOfKnownFalsePositivesIsExactlyWhatTheShippedRulesDo() throws Exception {
        SyntheticGeography geography = SyntheticGeography.starter();
        CleanTrafficCheck traffic =
                LongRun.is() ? CleanTrafficCheck.of(geography) : CleanTrafficCheck.of(geography, 400);
        try (Rulebook rulebook = Rulebook.compile(shipped())) {
            List<RuleResult> rows = CleanTrafficCheck.compare(rulebook, traffic.play(rulebook));
            assertThat(rows).isNotEmpty().noneMatch(RuleResult::worse);
            assertThat(rows.stream()
                            .map(row -> row.flagged() + row.refused())
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isPositive();
            if (LongRun.is()) {
                assertThat(rows).noneMatch(RuleResult::better);
            }
        }
    }

    @Test
    void aRuleThatBecomesTooEagerIsFoundWithExamples() throws Exception {
        RulebookFiles files = shipped();
        String policy = Map.copyOf(files.files()).getOrDefault(DomainPolicies.FILE, "");
        RulebookFiles eager =
                files.with(DomainPolicies.FILE, policy.replace("spike_with_signs: 7", "spike_with_signs: 1"));
        try (Rulebook rulebook = Rulebook.compile(eager)) {
            List<FalsePositive> alarms =
                    CleanTrafficCheck.of(SyntheticGeography.starter(), 300).play(rulebook);
            List<RuleResult> rows = CleanTrafficCheck.compare(rulebook, alarms);
            assertThat(rows).anyMatch(row -> row.rule().equals("sudden-spike") && row.worse());
            assertThat(alarms)
                    .anyMatch(alarm -> alarm.rule().equals("sudden-spike")
                            && alarm.reason().contains("are usual"));
        }
    }

    @Test
    void aListThatAcceptsMoreThanThereIsIsSaid() throws Exception {
        RulebookFiles files = shipped()
                .with(
                        KnownFalsePositives.FILE,
                        "many-places:\n  personal: {flagged: 1000, refused: 0, why: we once believed so}\n");
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<RuleResult> rows = CleanTrafficCheck.compare(rulebook, List.of());
            assertThat(rows).hasSize(1).allMatch(RuleResult::better);
        }
    }

    @Test
    void aListThatNamesNoRuleOfTheRulebookIsRefusedWithItsLine() throws Exception {
        RulebookFiles files =
                shipped().with(KnownFalsePositives.FILE, "# list\nmany-placse:\n  personal: {flagged: 1, why: typo}\n");
        assertThatThrownBy(() -> Rulebook.compile(files))
                .isInstanceOfSatisfying(RulebookException.class, e -> assertThat(
                                e.problems().get(0).toString())
                        .contains(KnownFalsePositives.FILE + ":3")
                        .contains("many-placse"));
    }

    @Test
    void anEntryWithoutAReasonIsRefused() throws Exception {
        RulebookFiles files = shipped().with(KnownFalsePositives.FILE, "many-places:\n  personal: {flagged: 1}\n");
        assertThatThrownBy(() -> Rulebook.compile(files))
                .isInstanceOfSatisfying(
                        RulebookException.class,
                        e -> assertThat(e.problems().get(0).toString()).contains("'why' is missing"));
    }

    private static RulebookFiles shipped() throws RulebookException {
        return RulebookFiles.read(Path.of("rules"));
    }
}
