package org.sekimori.web.now;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.stream.json.RecordedDecision;

/** What the first page counts, and that it counts it in bounded memory. */
class TrafficWindowTest {

    private Instant now = Instant.parse("2026-11-30T09:00:00Z");
    private final TrafficWindow window = new TrafficWindow(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private RecordedDecision decision(String account, String verdict, @Nullable String country) {
        return LiveDecisions.of(now, account, verdict, country);
    }

    @Test
    void theLastHourIsCountedByAccountCountryAndVerdict() {
        for (int i = 0; i < 3; i++) {
            window.add(decision("alice@isp.example", "accept", "JP"));
        }
        window.add(decision("bob@isp.example", "reject", "DE"));
        now = now.plus(Duration.ofSeconds(10));

        assertThat(window.lately()).isEqualTo(new VerdictCounts(3, 0, 0, 1));
        assertThat(window.topAccounts(5))
                .extracting(TrafficWindow.Count::name)
                .containsExactly("alice@isp.example", "bob@isp.example");
        assertThat(window.topCountries(1)).extracting(TrafficWindow.Count::name).containsExactly("JP");
        List<TrafficWindow.Slot> slots = window.slots();
        assertThat(slots.get(slots.size() - 1).counts()).isEqualTo(new VerdictCounts(3, 0, 0, 1));

        now = now.plus(Duration.ofHours(2));
        assertThat(window.topAccounts(5)).isEmpty();
        assertThat(window.slots())
                .allSatisfy(slot -> assertThat(slot.counts().sum()).isZero());
    }

    @Test
    void atAnySpeedAllIsCountedAndLittleIsShown() {
        for (int i = 0; i < 10_000; i++) {
            window.add(decision("c" + i + "@isp.example", i % 100 == 0 ? "reject" : "accept", "JP"));
        }
        now = now.plus(Duration.ofSeconds(10));

        assertThat(window.lately().sum()).isEqualTo(10_000);
        assertThat(window.full()).isTrue();
        assertThat(window.topAccounts(10_000)).hasSize(TrafficWindow.MOST_ACCOUNTS);
        List<LiveDecision> shown = window.after(0, 10_000);
        assertThat(shown).hasSize(TrafficWindow.SHOWN_A_SECOND + TrafficWindow.NOTABLE_A_SECOND);
        assertThat(shown.stream().filter(LiveDecision::notable)).hasSize(TrafficWindow.NOTABLE_A_SECOND);
        assertThat(window.after(shown.get(0).number(), 10)).isEmpty();
    }
}
