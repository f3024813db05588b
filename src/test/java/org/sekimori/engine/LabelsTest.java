package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.grants.GrantSet;
import org.sekimori.profile.Profile;
import org.sekimori.profile.labels.Label;
import org.sekimori.profile.labels.Labels;

class LabelsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

    private static Labels many() {
        Labels labels = Labels.NONE;
        for (int i = 0; i < 20; i++) {
            labels = labels.with("label-" + i, "rule", NOW, Duration.ofDays(1 + i));
        }
        return labels;
    }

    @Test
    void aLabelEndsAndGivenAgainLastsFromThen() {
        Labels once = Labels.NONE.with("probed", "rule", NOW, Duration.ofDays(7));
        assertThat(once.has("probed", NOW.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isTrue();
        assertThat(once.has("probed", NOW.plus(Duration.ofDays(7)))).isFalse();
        Labels twice = once.with("probed", "other", NOW.plus(Duration.ofDays(6)), Duration.ofDays(7));
        assertThat(twice.has("probed", NOW.plus(Duration.ofDays(12)))).isTrue();
        Labels shorter = once.with("probed", "other", NOW, Duration.ofHours(1));
        assertThat(shorter.has("probed", NOW.plus(Duration.ofDays(6)))).isTrue();
    }

    @Test
    void anAccountKeepsTheSixteenThatEndLast() {
        assertThat(many().all()).hasSize(Labels.MOST);
        assertThat(many().has("label-3", NOW)).isFalse();
        assertThat(many().has("label-4", NOW)).isTrue();
        assertThat(many().has("label-19", NOW)).isTrue();
    }

    @Test
    void theyAreWrittenWithTheAccountAndReadAgain() {
        AccountState state = new AccountState(Profile.NEW.with(many()), GrantSet.NONE, null, List.of());
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(state))
                        .profile()
                        .labels())
                .isEqualTo(many());
        assertThat(AccountStateCodec.decode(AccountStateCodec.encode(AccountState.NEW))
                        .profile()
                        .labels())
                .isEqualTo(Labels.NONE);
    }

    @Test
    void whatIsNoLabelIsRefused() {
        assertThatThrownBy(() -> Label.checkName("Seen Probing")).hasMessageContaining("small letters");
        assertThatThrownBy(() -> Label.life("91d")).hasMessageContaining("90d");
        assertThatThrownBy(() -> Label.life("7")).hasMessageContaining("7d");
    }
}
