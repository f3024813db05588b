package org.sekimori.stream.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantSet;

class CommandReplyTest {

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
        CommandDone done = new CommandDone(true, "", new GrantSet(List.of(grant)));

        assertThat(AnswerJson.readDone(AnswerJson.write(done))).isEqualTo(done);
    }

    @Test
    void aReplyWrittenBeforeGrantsWereCarriedIsStillRead() {
        byte[] old = "{\"done\":false,\"problem\":\"no\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(AnswerJson.readDone(old)).isEqualTo(new CommandDone(false, "no", GrantSet.NONE));
    }
}
