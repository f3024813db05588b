package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;

class FrozenTest {

    @Test
    void theJudgesSeedsFollowFromTheCommitAlone() {
        Frozen frozen = new Frozen("1e6c0b29fa75916771af7f3fbf23928a4beb8c52", "any");
        // printf %s 1e6c0b29fa75916771af7f3fbf23928a4beb8c52:1 | sha256sum, first 16 digits, halved.
        assertThat(frozen.seeds(1)).containsExactly(EXPECTED);
        assertThat(frozen.seeds(20))
                .doesNotHaveDuplicates()
                .allMatch(seed -> seed >= 0)
                .startsWith(EXPECTED);
        assertThat(new Frozen("0".repeat(40), "any").seeds(1)).doesNotContain(EXPECTED);
    }

    @Test
    void whatFollowsFromAFlagIsNoWeight() throws RulebookException {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        Frozen frozen = Frozen.shipped();

        assertThat(frozen.froze(shipped)).isTrue();
        assertThat(frozen.froze(shipped.with("follow-up.yml", "defaults: {hold: {from: low}}\n")
                        .with("notices/en/notified.txt", "Your account was abused.\n")))
                .isTrue();
        assertThat(frozen.froze(shipped.with("policy.yml", "defaults: {}\n"))).isFalse();
    }

    @Test
    void aCommitIsFortyHexadecimalDigits() {
        assertThatThrownBy(() -> new Frozen("1e6c0b2", "any")).hasMessageContaining("40 hexadecimal digits");
        assertThat(Frozen.shipped().seeds(2)).hasSize(2);
    }

    private static final long EXPECTED = 0x434a8e721eb7a63L;
}
