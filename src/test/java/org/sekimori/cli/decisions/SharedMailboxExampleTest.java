package org.sekimori.cli.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code decide} over the 30 days of {@code docs/examples/shared-mailbox.sh}. */
class SharedMailboxExampleTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void sharedMailboxIsNotFlaggedAndTheTheftOnDay21IsStopped() throws IOException, InterruptedException {
        Path mail = folder.resolve("shared.ndjson");
        Process script = new ProcessBuilder("sh", "docs/examples/shared-mailbox.sh", "2026-05-01")
                .redirectOutput(mail.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isZero();

        CommandRun decided = CommandRun.run("decide", mail.toString());

        assertThat(decided.code()).as(decided.err()).isZero();
        Set<String> flaggedDays = new TreeSet<>();
        int office = 0;
        int stolen = 0;
        for (String line : decided.out().lines().toList()) {
            JsonNode decision = JsonMapper.shared().readTree(line);
            boolean theft = decision.get("event_id").asString().startsWith("stolen-");
            boolean accepted = decision.get("verdict").asString().equals("accept");
            office += !theft && accepted ? 1 : 0;
            stolen += theft && accepted ? 1 : 0;
            if (!decision.path("flags").isEmpty()) {
                flaggedDays.add(decision.get("time").asString().substring(0, 10) + (theft ? " theft" : ""));
            }
        }
        assertThat(flaggedDays).containsExactlyElementsOf(List.of("2026-05-22 theft"));
        assertThat(office).isEqualTo(30 * 32);
        assertThat(stolen).isLessThanOrEqualTo(30);
    }
}
