package org.sekimori.stream.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;

class ReplyJsonTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void theReplyToACommandCarriesTheGrants() {
        Grant grant = new Grant(
                "K7QX-3M2P",
                NOON,
                NOON.plusSeconds(3600),
                new TreeSet<>(List.of("DE", "FR")),
                "鈴木",
                "api",
                NOON,
                "fair",
                true);
        CommandResult done = new CommandResult(true, "", new GrantSet(List.of(grant)));

        assertThat(ReplyJson.readDone(ReplyJson.write(done))).isEqualTo(done);
    }

    @Test
    void aReplyWrittenBeforeGrantsWereCarriedIsStillRead() {
        byte[] old = "{\"done\":false,\"problem\":\"no\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(ReplyJson.readDone(old)).isEqualTo(new CommandResult(false, "no", GrantSet.NONE));
    }
}
