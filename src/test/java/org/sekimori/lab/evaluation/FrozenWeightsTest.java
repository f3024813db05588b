package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class FrozenWeightsTest {

    @Test
    void theJudgesSeedsFollowFromTheCommitAlone() {
        FrozenWeights frozen = new FrozenWeights("1e6c0b29fa75916771af7f3fbf23928a4beb8c52", "any");
        // printf %s 1e6c0b29fa75916771af7f3fbf23928a4beb8c52:1 | sha256sum, first 16 digits, halved.
        assertThat(frozen.seeds(1)).containsExactly(EXPECTED);
        assertThat(frozen.seeds(20))
                .doesNotHaveDuplicates()
                .allMatch(seed -> seed >= 0)
                .startsWith(EXPECTED);
        assertThat(new FrozenWeights("0".repeat(40), "any").seeds(1)).doesNotContain(EXPECTED);
    }

    @Test
    void whatFollowsFromAFlagIsNoWeight() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        FrozenWeights frozen = FrozenWeights.shipped();

        assertThat(frozen.rulebook()).as("'rulebook' of frozen.properties").isEqualTo(FrozenWeights.id(shipped));
        assertThat(frozen.matches(shipped)).isTrue();
        assertThat(frozen.matches(shipped.with("follow-up.yml", "defaults: {hold: {from: low}}\n")
                        .with("notices/en/notified.txt", "Your account was abused.\n")
                        .with("volume/send-limit/tests/another.yml", "title: another\n")))
                .isTrue();
        assertThat(frozen.matches(shipped.with("policy.yml", "defaults: {}\n"))).isFalse();
        assertThat(frozen.matches(shipped.with("volume/tests/rule.drl", "rule \"a rule with the id tests\"\n")))
                .isFalse();
    }

    @Test
    void aCommitIsFortyHexadecimalDigits() {
        assertThatThrownBy(() -> new FrozenWeights("1e6c0b2", "any")).hasMessageContaining("40 hexadecimal digits");
        assertThat(FrozenWeights.shipped().seeds(2)).hasSize(2);
    }

    private static final long EXPECTED = 0x434a8e721eb7a63L;
}
