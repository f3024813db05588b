package org.sekimori.stream.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.stream.step.OutcomeMatchMonitor.Unmatched;

class OutcomeMatchMonitorTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutcomeMatchMonitor watch = new OutcomeMatchMonitor(registry);

    private void note(String server, OutcomeMatch match, int times) {
        for (int i = 0; i < times; i++) {
            watch.note(server, EventKind.REJECTED, match, false);
        }
    }

    @Test
    void aServerWhoseOutcomesMostlyFindNothingIsNamed() {
        note("mx1", OutcomeMatch.FOUND, 40);
        note("mx2", OutcomeMatch.FOUND, 10);
        note("mx2", OutcomeMatch.NOT_FOUND, 15);

        assertThat(watch.unmatched()).containsExactly(new Unmatched("mx2", 15, 25));

        note("mx2", OutcomeMatch.FOUND, 60);
        assertThat(watch.unmatched()).isEmpty();
    }

    @Test
    void onlyWhatCouldHaveFoundOneIsHeldAgainstAServer() {
        note("mx1", OutcomeMatch.NO_ID, 500);
        note("mx1", OutcomeMatch.FORGOTTEN, 500);
        note("mx1", OutcomeMatch.COUNTED, 500);
        note("mx1", OutcomeMatch.NOT_FOUND, 19);

        assertThat(watch.unmatched()).isEmpty();
        assertThat(registry.get("sekimori.outcomes")
                        .tags("server", "mx1", "kind", "rejected", "match", "not_found")
                        .counter()
                        .count())
                .isEqualTo(19);
    }

    @Test
    void serversBeyondAHundredAreCountedTogether() {
        for (int i = 0; i < 500; i++) {
            note("mx" + i, OutcomeMatch.FOUND, 1);
        }

        assertThat(registry.getMeters()).hasSize(101);
        assertThat(registry.get("sekimori.outcomes")
                        .tag("server", "other")
                        .counter()
                        .count())
                .isEqualTo(400);
    }
}
