package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.GatewayWatch;
import org.sekimori.intake.ClockWatch;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.rules.HomeOverride;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookFiles;

/** Whoever guesses passwords of names that do not exist leaves nothing behind for each of them. */
class InventedLogInsTest {

    private static final int FLOOD = 100_000;
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static MailEvent failure(int i) {
        return new MailEvent(
                "guess-" + i,
                NOON.plusMillis(i),
                Kind.AUTH_FAILED,
                "mx" + i + ".invented.example",
                Channel.SUBMISSION,
                Account.of("invented" + i + "@isp.example"),
                "192.0.2.1",
                null,
                null,
                null,
                null,
                List.of(),
                0,
                0,
                null,
                null,
                null,
                false,
                new Origin.Unknown("no_address", null, null));
    }

    @Test
    void aHundredThousandOfThemLeaveNoState() throws Exception {
        int kept = 0;
        GatewayWatch gateways = new GatewayWatch();
        ClockWatch clocks = new ClockWatch();
        try (Engine engine =
                new Engine(Rulebook.compile(HomeOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"))))) {
            for (int i = 0; i < FLOOD; i++) {
                MailEvent event = failure(i);
                kept += engine.step(null, new Entry.Mail(event)).state() == null ? 0 : 1;
                gateways.note(event);
                clocks.note(event.server(), event.time(), event.time());
            }
        }

        System.out.printf("bound: %,d accounts with state after %,d invented log-ins%n", kept, FLOOD);
        assertThat(kept).isZero();
        assertThat(gateways.picture().accounts()).isZero();
        assertThat(clocks.skewed()).isEmpty();
    }
}
