package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.GatewayDetector;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Whoever guesses passwords of names that do not exist leaves nothing behind for each of them. */
class NonexistentAccountTest {

    private static final int FLOOD = 100_000;
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static MailEvent failure(int i) {
        return MailEvent.builder(
                        "guess-" + i,
                        NOON.plusMillis(i),
                        EventKind.AUTH_FAILED,
                        Account.of("invented" + i + "@isp.example"))
                .server("mx" + i + ".invented.example")
                .clientAddress("192.0.2.1")
                .build();
    }

    @Test
    void aHundredThousandOfThemLeaveNoState() throws Exception {
        int kept = 0;
        GatewayDetector gateways = new GatewayDetector();
        ClockSkewMonitor clocks = new ClockSkewMonitor();
        try (StepEngine engine = new StepEngine(
                Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"))))) {
            for (int i = 0; i < FLOOD; i++) {
                MailEvent event = failure(i);
                kept += engine.step(null, new LogEntry.Mail(event)).state() == null ? 0 : 1;
                gateways.record(event);
                clocks.record(event.server(), event.time(), event.time());
            }
        }

        System.out.printf("bound: %,d accounts with state after %,d invented log-ins%n", kept, FLOOD);
        assertThat(kept).isZero();
        assertThat(gateways.sharedAddresses().accounts()).isZero();
        assertThat(clocks.skewed()).isEmpty();
    }
}
