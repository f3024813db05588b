package org.sekimori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code follow} reads logs without a service. */
class FollowCommandTest {

    private static final String LOG = """
            2026-11-25T02:28:58+00:00 mx1 postfix/submission/smtpd[22166]: 4jZ3XB5rlYzJHhx: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@isp.example
            2026-11-25T02:28:58+00:00 mx1 postfix/cleanup[22171]: 4jZ3XB5rlYzJHhx: message-id=<1@mx1.isp.example>
            2026-11-25T02:28:58+00:00 mx1 postfix/qmgr[22117]: 4jZ3XB5rlYzJHhx: from=<alice@isp.example>, size=322, nrcpt=1 (queue active)
            2026-11-25T02:28:59+00:00 mx1 postfix/smtp[22172]: 4jZ3XB5rlYzJHhx: to=<bob@sink.example>, relay=127.0.0.1[127.0.0.1]:2626, delay=0.02, delays=0.01/0.01/0/0, dsn=5.1.1, status=bounced (said: 550 5.1.1 unknown)
            2026-11-25T02:28:59+00:00 mx1 postfix/qmgr[22117]: 4jZ3XB5rlYzJHhx: removed
            2026-11-25T02:29:00+00:00 mx1 kernel: nothing of ours
            something that carol@isp.example never wrote
            """;

    @TempDir
    Path folder;

    private Path log() throws IOException {
        return Files.writeString(folder.resolve("mail.log"), LOG);
    }

    @Test
    void eventsAndASummaryArePrinted() throws IOException {
        CommandRun run = CommandRun.run("follow", "postfix", log().toString(), "--zone", "UTC");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .anyMatch(
                        line -> line.matches(
                                "2026-11-25 02:28:5\\d  attempt +alice@isp.example +from 203.0.113.7  1 recipient  4jZ3XB5rlYzJHhx"))
                .anyMatch(line -> line.matches(
                        "2026-11-25 02:28:59  bounced +alice@isp.example +1 recipient  5.1.1  4jZ3XB5rlYzJHhx"));
        assertThat(run.out())
                .contains("7 lines:", "not understood     1", "something that ***@isp.example never wrote")
                .contains(
                        "Events: attempt 1, bounced 1",
                        "1 message, 1 account, 1 recipient bounced, 0 messages still open")
                .doesNotContain("bob@", "carol@");
    }

    @Test
    void jsonIsWhatPublishTakesAndNothingElse() throws IOException {
        Path packed = folder.resolve("mail.log.1.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(log(), out);
        }
        CommandRun run = CommandRun.run("follow", "postfix", packed.toString(), "--json", "--server", "mx.isp.example");
        assertThat(run.code()).isZero();
        List<JsonNode> events =
                run.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.path("account").asString()).isEqualTo("alice@isp.example");
            assertThat(event.path("server").asString()).isEqualTo("mx.isp.example");
            assertThat(Instant.parse(event.path("time").asString()))
                    .isBetween(Instant.parse("2026-11-25T02:28:58Z"), Instant.parse("2026-11-25T02:28:59Z"));
        });
        assertThat(run.err()).contains("Events: attempt 1, bounced 1");
    }

    @Test
    void aLogOfAnotherServerIsDoubted() throws IOException {
        CommandRun run = CommandRun.run("follow", "exim", log().toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Is it the log of such a server?");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(CommandRun.run("follow", "postfix", folder.resolve("none").toString())
                        .err())
                .contains("cannot read " + folder.resolve("none") + "; name the log file of the mail server");
        assertThat(CommandRun.run("follow", "sendmail", "x").err())
                .contains("SERVER must be one of postfix, dovecot, exim");
        assertThat(CommandRun.run("follow", "postfix").err()).contains("Name one or several log files, or --journal.");
        assertThat(CommandRun.run("follow", "postfix", "a", "b", "--follow").err())
                .contains("--follow takes one log file, or --journal.");
    }
}
