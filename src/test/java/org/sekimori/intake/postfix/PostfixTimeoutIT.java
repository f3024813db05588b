package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixListener;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rules.Rulebook;

/** A real Postfix whose timeout is shorter than the deadline of the door. */
@NeedsPostfix
class PostfixTimeoutIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void isAWarningWhileAnswersAreLateAndGoneWhenTheyComeInTime(@TempDir Path folder) {
        try (PolicyServerFixture server =
                        PolicyServerFixture.over(Rulebook.NONE, Verdict.ACCEPT, Duration.ofSeconds(5));
                PostfixRig postfix = PostfixRig.start(folder, server.port())) {
            // On a busy machine an answer may be late, or read late: messages are sent until enough agree.
            server.stream.slow = true;
            await().atMost(PATIENCE).untilAsserted(() -> {
                send(postfix);
                assertThat(server.wiring.snapshot().warnings())
                        .extracting(PostfixConfigMonitor.Warning::mistake)
                        .containsExactly(PostfixMisconfiguration.TIMEOUT);
            });

            server.stream.slow = false;
            await().atMost(PATIENCE).untilAsserted(() -> {
                send(postfix);
                assertThat(server.wiring.snapshot().warnings()).isEmpty();
            });
        }
    }

    /** Is asked about twice, a second each, if nobody answers. */
    private static void send(PostfixRig postfix) {
        try (SmtpClient client = postfix.smtp(PostfixListener.RETRY)) {
            client.auth("alice@isp.example");
            assertThat(client.send("alice@isp.example", "bob@example.net").accepted())
                    .isTrue();
        }
    }
}
