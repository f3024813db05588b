package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.SekimoriProcess.Printed;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.endtoend.TopicReader;
import org.sekimori.rig.FreePorts;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpSink;
import tools.jackson.databind.JsonNode;

/**
 * A service with one follower, set up by the lines of {@code docs/connect/postfix.md}, beside a Postfix that asks nobody: what the log tells
 * becomes decisions, and a burst through a stolen password a case.
 */
@NeedsPostfix
class PostfixFollowerIT {

    private static final int MESSAGES = 12;
    private static final String THIEF = "thief@isp.example";
    private static final String HOME = "133.11.93.10";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Writes the page's lines for {@code config/application.yml}, with this log; returns the folder. */
    private static Path configured(Path folder, Path log) throws IOException {
        Matcher block = Pattern.compile("```yaml\n(sekimori:\n {2}follow:\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/connect/postfix.md")));
        assertThat(block.find()).isTrue();
        String lines = block.group(1).replace("/var/log/mail.log", log.toString());
        assertThat(lines).contains(log.toString());
        Files.writeString(Files.createDirectories(folder).resolve("application.yml"), lines);
        return folder;
    }

    private static SmtpClient loggedIn(PostfixRig postfix, int port) {
        SmtpClient client = postfix.smtp(port);
        assertThat(client.xclient(Map.of("ADDR", HOME, "LOGIN", THIEF)).accepted())
                .isTrue();
        return client;
    }

    @Test
    void aBurstThatNobodyAskedAboutEndsInACaseByItsBounces(@TempDir Path folder) throws Exception {
        int port = FreePorts.free(1).get(0);
        try (SmtpSink dirty = SmtpSink.refusing(folder.resolve("dirty"));
                PostfixRig postfix = PostfixRig.start(
                        folder.resolve("postfix"), FreePorts.free(1).get(0))) {
            postfix.deliverTo(Map.of("dirty.example", dirty.port()));
            postfix.listen(
                    port,
                    "smtpd_recipient_restrictions=permit_sasl_authenticated,reject",
                    "smtpd_end_of_data_restrictions=");
            Path config = configured(
                    folder.resolve("config"),
                    folder.resolve("postfix").toRealPath().resolve("log/mail.log"));
            try (SekimoriProcess sekimori = SekimoriProcess.start(
                            Map.of("SPRING_CONFIG_ADDITIONALLOCATION", config + "/"),
                            folder.resolve("data"),
                            TestRulebook.in(folder));
                    SmtpClient thief = loggedIn(postfix, port)) {
                // A new follower begins at the end of the file; what is logged before it looks is not its own.
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                TestHttpClient.get(sekimori.http() + "/actuator/health", sekimori.apiKey()))
                        .contains("\"mx1\":{", "\"follows"));
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(thief.send(THIEF, "nobody-" + i + "@dirty.example")
                                    .code())
                            .isEqualTo(250);
                }
                await().atMost(PATIENCE).until(() -> bounced(postfix.mailLog()) == MESSAGES);
                for (int i = 0; i < 3; i++) {
                    assertThat(thief.send(THIEF, "friend@example.net").code())
                            .as("nothing is refused where nobody asks")
                            .isEqualTo(250);
                }

                List<JsonNode> decisions = new TopicReader(sekimori.kafka()).awaitDecisions(THIEF, MESSAGES + 3);
                assertThat(decisions).hasSize(MESSAGES + 3).allMatch(decision -> decision.path("verdict")
                        .asString()
                        .equals("accept"));
                assertThat(decisions.get(decisions.size() - 1).toString()).contains("backscatter");
                await().atMost(PATIENCE).untilAsserted(() -> {
                    Printed open = sekimori.run("case", "list", "--open", "--json");
                    assertThat(open.out()).as(open.err()).contains(THIEF, "backscatter");
                });
                assertThat(TestHttpClient.get(sekimori.http() + "/actuator/health", sekimori.apiKey()))
                        .contains("\"mx1\":{", "\"lag\":\"0 bytes\"", "\"notUnderstood\":0");
            }
        }
    }

    private static long bounced(String log) {
        return Pattern.compile("status=bounced").matcher(log).results().count();
    }
}
