package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.Verdict;
import org.sekimori.rig.Listener;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rules.Rulebook;

/** A real Postfix whose timeout is shorter than the deadline of the door. */
@NeedsPostfix
class ShortTimeoutIT {

    @Test
    void isAWarningWhileAnswersAreLateAndGoneWhenTheyComeInTime(@TempDir Path folder) {
        try (OpenDoor door = OpenDoor.over(Rulebook.NONE, Verdict.ACCEPT, Duration.ofSeconds(5));
                PostfixRig postfix = PostfixRig.start(folder, door.port())) {
            door.belt.slow = true;
            // Ten answers are lost, of which five are enough: a request that was read late may not look lost.
            send(postfix, 5);
            await().untilAsserted(() -> assertThat(door.wiring.picture().warnings())
                    .extracting(WiringWatch.Warning::mistake)
                    .containsExactly(WiringMistake.TIMEOUT));

            door.belt.slow = false;
            send(postfix, Share.LEAST);
            await().untilAsserted(
                            () -> assertThat(door.wiring.picture().warnings()).isEmpty());
        }
    }

    /** Each is asked about twice, a second each, if nobody answers. */
    private static void send(PostfixRig postfix, int messages) {
        for (int i = 0; i < messages; i++) {
            try (SmtpClient client = postfix.smtp(Listener.RETRY)) {
                client.auth("alice@isp.example");
                assertThat(client.send("alice@isp.example", "bob@example.net").accepted())
                        .isTrue();
            }
        }
    }
}
