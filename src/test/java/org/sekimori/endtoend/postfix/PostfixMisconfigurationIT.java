package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.endtoend.SekimoriProcess;
import org.sekimori.endtoend.TestHttpClient;
import org.sekimori.endtoend.TestRulebook;
import org.sekimori.rig.NeedsPostfix;
import org.sekimori.rig.PostfixListener;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Postfix with mistakes in its restrictions, a port for each, and what the health page says of them. */
@NeedsPostfix
class PostfixMisconfigurationIT {

    private static final String GERMANY = "91.10.20.30";
    private static final String HOME = "133.11.93.10";
    private static final int ENOUGH = 12;
    private static final String RCPT = "smtpd_recipient_restrictions=$sekimori_check,permit_sasl_authenticated,reject";
    private static final String NO_RCPT = "smtpd_recipient_restrictions=permit_sasl_authenticated,reject";
    private static final String END = "smtpd_end_of_data_restrictions=$sekimori_check";

    private static int port() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachMistakeIsAWarningWithItsLineUntilItIsMended(@TempDir Path folder) throws IOException {
        int onlyRcpt = port();
        int data = port();
        int onlyEnd = port();
        int behindPermit = port();
        int noUser = port();
        int early = port();
        // What a Compose file hands on, and every one of them empty.
        Map<String, String> variables = new HashMap<>();
        for (String empty :
                new String[] {"ELASTICSEARCH_URL", "HOME", "ACCOUNT_DEFAULT_DOMAIN", "GEO_COUNTRY", "WATCH_RULES"}) {
            variables.put("SEKIMORI_" + empty, "");
        }
        variables.put("SERVER_ADDRESS", "");
        variables.put("SEKIMORI_POSTFIX_SUBMISSION_PORTS", Integer.toString(noUser));
        try (SekimoriProcess sekimori =
                        SekimoriProcess.start(variables, folder.resolve("data"), TestRulebook.in(folder));
                PostfixRig postfix = PostfixRig.start(folder.resolve("postfix"), sekimori.policyPort())) {
            assertThat(component(sekimori).path("status").asString()).isEqualTo("UNKNOWN");
            assertThat(component(sekimori).path("details").path("asked").asString())
                    .startsWith("not since the start");
            postfix.listen(onlyRcpt, RCPT);
            postfix.listen(data, RCPT, "smtpd_data_restrictions=$sekimori_check");
            postfix.listen(onlyEnd, NO_RCPT, END);
            postfix.listen(
                    behindPermit, "smtpd_recipient_restrictions=permit_sasl_authenticated,$sekimori_check,reject", END);
            postfix.listen(noUser, "smtpd_sasl_auth_enable=no", "smtpd_recipient_restrictions=$sekimori_check", END);
            postfix.listen(early, "smtpd_delay_reject=no", "smtpd_client_restrictions=$sekimori_check", NO_RCPT);

            right(postfix);
            assertThat(component(sekimori).path("status").asString()).isEqualTo("UP");

            assertThat(send(postfix, onlyRcpt, GERMANY).accepted())
                    .as("Germany passes where nothing is decided")
                    .isTrue();
            for (int port : new int[] {onlyRcpt, data, onlyEnd, behindPermit}) {
                send(postfix, port, HOME);
            }
            sendWithoutLogIn(postfix, noUser);
            for (int i = 0; i < ENOUGH; i++) {
                postfix.smtp(early).close();
            }

            Map<String, String> expected = new TreeMap<>();
            expected.put("127.0.0.1:" + onlyRcpt, "no-end-of-data");
            expected.put("127.0.0.1:" + data, "data-instead-of-end-of-data");
            expected.put("127.0.0.1:" + onlyEnd, "no-recipients");
            expected.put("127.0.0.1:" + behindPermit, "no-recipients");
            expected.put("127.0.0.1:" + noUser, "no-user");
            expected.put("127.0.0.1:" + early, "too-early");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(warnings(sekimori)).isEqualTo(expected));
            assertThat(component(sekimori).path("status").asString()).isEqualTo("DEGRADED");
            assertThat(component(sekimori).toString())
                    .contains("smtpd_end_of_data_restrictions = $sekimori", "of the last");
            assertThat(TestHttpClient.ask(sekimori.http() + "/actuator/health/readiness", sekimori.apiKey())
                            .statusCode())
                    .as("a load balancer keeps it")
                    .isEqualTo(200);
            assertThat(TestHttpClient.get(sekimori.http() + "/actuator/prometheus", sekimori.apiKey()))
                    .containsPattern("sekimori_postfix_misconfigurations\\{[^}]*mistake=\"no-recipients\"[^}]*} 2\\.0");

            postfix.set(onlyRcpt, END);
            // Processes that were there before the change take one more client.
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !send(postfix, onlyRcpt, GERMANY).accepted());
            assertThat(send(postfix, onlyRcpt, HOME).accepted()).isTrue();
            expected.remove("127.0.0.1:" + onlyRcpt);
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(warnings(sekimori)).isEqualTo(expected));
            assertThat(Files.readString(folder.resolve("data/output.txt")))
                    .containsOnlyOnce("Postfix at 127.0.0.1:" + onlyRcpt + ": recipients are named")
                    .containsOnlyOnce("Postfix at 127.0.0.1:" + onlyRcpt + " is mended (no-end-of-data)");
        }
    }

    /** Submission as it should be, and mail from outside. */
    private static void right(PostfixRig postfix) {
        send(postfix, postfix.port(PostfixListener.SUBMISSION), HOME);
        sendWithoutLogIn(postfix, postfix.port(PostfixListener.MX));
    }

    private static SmtpReply send(PostfixRig postfix, int port, String from) {
        SmtpReply last = null;
        try (SmtpClient client = postfix.smtp(port)) {
            client.from(from);
            client.auth("alice@isp.example");
            for (int i = 0; i < ENOUGH; i++) {
                last = client.send("alice@isp.example", "a@example.net", "b@example.net");
            }
        }
        return java.util.Objects.requireNonNull(last);
    }

    private static void sendWithoutLogIn(PostfixRig postfix, int port) {
        try (SmtpClient client = postfix.smtp(port)) {
            client.from(GERMANY);
            for (int i = 0; i < ENOUGH; i++) {
                assertThat(client.send("stranger@abroad.example", "alice@isp.example")
                                .accepted())
                        .isTrue();
            }
        }
    }

    private static JsonNode component(SekimoriProcess sekimori) {
        String health = TestHttpClient.ask(sekimori.http() + "/actuator/health", sekimori.apiKey())
                .body();
        return JsonMapper.shared().readTree(health).path("components").path("postfix");
    }

    /** Mistake by server. */
    private static Map<String, String> warnings(SekimoriProcess sekimori) {
        Map<String, String> warnings = new TreeMap<>();
        component(sekimori)
                .path("details")
                .path("warnings")
                .forEach(one -> warnings.merge(
                        one.path("server").asString(), one.path("mistake").asString(), (a, b) -> a + ", " + b));
        return warnings;
    }
}
