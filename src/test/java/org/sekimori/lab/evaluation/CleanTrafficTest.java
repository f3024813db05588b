package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.CleanTraffic.Alarm;
import org.sekimori.lab.evaluation.CleanTraffic.Row;
import org.sekimori.lab.world.Geography;
import org.sekimori.rules.KnownFalsePositives;
import org.sekimori.rules.Policies;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;

class CleanTrafficTest {

    private static final CleanTraffic TRAFFIC = CleanTraffic.of(Geography.starter());

    @Test
    void theShippedListOfKnownFalsePositivesIsExactlyWhatTheShippedRulesDo() throws Exception {
        try (Rulebook rulebook = Rulebook.compile(shipped())) {
            List<Row> rows = CleanTraffic.compare(rulebook, TRAFFIC.play(rulebook));
            assertThat(rows).isNotEmpty().noneMatch(Row::worse).noneMatch(Row::better);
        }
    }

    @Test
    void aRuleThatBecomesTooEagerIsFoundWithExamples() throws Exception {
        RulebookFiles files = shipped();
        String policy = Map.copyOf(files.files()).getOrDefault(Policies.FILE, "");
        RulebookFiles eager = files.with(Policies.FILE, policy.replace("spike_alone: 12.3", "spike_alone: 6"));
        try (Rulebook rulebook = Rulebook.compile(eager)) {
            List<Alarm> alarms = TRAFFIC.play(rulebook);
            List<Row> rows = CleanTraffic.compare(rulebook, alarms);
            assertThat(rows)
                    .anyMatch(row -> row.rule().equals("sudden-spike")
                            && row.honestClass().equals("business")
                            && row.worse());
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
            List<Row> rows = CleanTraffic.compare(rulebook, List.of());
            assertThat(rows).hasSize(1).allMatch(Row::better);
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
