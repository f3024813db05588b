package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Exim asks and obeys with the files of {@code docs/connect/exim}. */
class EximPolicyIT {

    private static final String ALICE = "alice@isp.example";

    private static ScriptedPolicyServer policy;
    private static EximRig exim;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        String missing = EximRig.missing();
        assumeTrue(missing.isEmpty(), missing);
        policy = new ScriptedPolicyServer(0);
        exim = EximRig.start(folder, policy.port());
    }

    @AfterAll
    static void stop() throws IOException {
        if (exim != null) {
            exim.close();
            policy.close();
        }
    }

    @BeforeEach
    void passEverything() {
        policy.answer(request -> "DUNNO");
    }

    private static void answerAtTheEnd(String action) {
        policy.answer(request -> end(request) ? action : "DUNNO");
    }

    private static boolean end(Map<String, String> request) {
        return "END-OF-MESSAGE".equals(request.get("protocol_state"));
    }

    private static SmtpReply submit(String address, String user, String... recipients) {
        try (SmtpClient client = exim.from(address)) {
            assertThat(client.auth(user).accepted()).isTrue();
            return client.send(ALICE, recipients);
        }
    }

    @Test
    void recipientsAndTheWholeMessageAreToldAndTheMessageIsTaken() {
        SmtpReply reply = submit("127.0.0.7", ALICE, "bob@example.net", "eve@example.org");

        assertThat(reply.code()).isEqualTo(250);
        List<Map<String, String>> asked = policy.requests();
        assertThat(asked).extracting(one -> one.get("recipient")).startsWith("bob@example.net", "eve@example.org");
        assertThat(asked)
                .extracting(one -> one.get("instance"))
                .doesNotContain("")
                .containsOnly(asked.get(0).get("instance"));
        Map<String, String> end = asked.get(2);
        assertThat(end)
                .containsEntry("request", "smtpd_access_policy")
                .containsEntry("protocol_state", "END-OF-MESSAGE")
                .containsEntry("client_address", "127.0.0.7")
                .containsEntry("helo_name", "laptop.client.example")
                .containsEntry("sender", ALICE)
                .containsEntry("sasl_username", ALICE)
                .containsEntry("recipient_count", "2")
                .containsEntry("server_address", "mx2.isp.example");
        assertThat(reply.text()).as("the id in the reply").contains(end.get("queue_id"));
        assertThat(Integer.parseInt(end.get("size"))).isPositive();
    }

    @Test
    void aRefusalReachesTheClientWithItsCodeAndText() {
        answerAtTheEnd("550 5.7.1 Your connection appears to come from Germany. Reference K7QX-3M2P");

        assertThat(submit("127.0.0.7", ALICE, "bob@example.net").text())
                .isEqualTo("550 5.7.1 Your connection appears to come from Germany. Reference K7QX-3M2P");
        assertThat(exim.log("main")).contains("rejected after DATA");
    }

    @Test
    void aDeferralToo() {
        answerAtTheEnd("450 4.7.1 Too many. Reference K7QX-3M2P");

        assertThat(submit("127.0.0.7", ALICE, "bob@example.net").text())
                .isEqualTo("450 4.7.1 Too many. Reference K7QX-3M2P");
    }

    @Test
    void aQuarantinedMessageIsTakenAndFrozenInTheQueue() {
        answerAtTheEnd("HOLD quarantined by Sekimori, reference K7QX-3M2P");

        assertThat(submit("127.0.0.7", ALICE, "bob@example.net").code()).isEqualTo(250);
        String id = Objects.requireNonNull(policy.requests().get(1).get("queue_id"));
        assertThat(exim.frozen(id)).isTrue();
        assertThat(exim.log("main")).contains(id + " frozen: HOLD quarantined by Sekimori, reference K7QX-3M2P");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ScriptedPolicyServer.SILENCE, "250 fine", "", "REJECTED|action=550 no", "550", "451", "HOLDING"})
    void silenceAndGarbageLetMailPassAndSilenceIsLogged(String answer) {
        answerAtTheEnd(answer);

        assertThat(submit("127.0.0.7", ALICE, "bob@example.net").code()).isEqualTo(250);
        if (answer.isEmpty()) {
            assertThat(exim.log("main"))
                    .contains(policy.requests().get(1).get("queue_id") + " Sekimori gave no answer, so DUNNO for A="
                            + ALICE);
        }
    }

    @Test
    void whatAClientWritesEndsNoLine() {
        String thief = "mallory@isp.example\nsasl_username=bob@isp.example\r\nclient_address=133.11.93.10";
        try (SmtpClient client = exim.from("127.0.0.7")) {
            client.command("EHLO x\\nclient_address=133.11.93.10");
            assertThat(client.auth(thief).accepted()).isTrue();
            client.send("\"a\\nb=c\"@isp.example", "\"d\\ne=f\"@example.net");
        }

        assertThat(policy.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.get("client_address")).isEqualTo("127.0.0.7");
            assertThat(request.get("sasl_username"))
                    .startsWith("mallory@isp.example")
                    .contains("bob@isp.example");
            assertThat(request).doesNotContainKeys("b", "e");
        });
    }

    @Test
    void everyMessageOfAConnectionIsOneOfItsOwn() {
        try (SmtpClient client = exim.from("127.0.0.7")) {
            client.auth(ALICE);
            client.send(ALICE, "bob@example.net");
            client.send(ALICE, "bob@example.net");
        }
        assertThat(policy.requests().stream().map(one -> one.get("instance")).distinct())
                .hasSize(2);
    }

    @Test
    void incomingMailIsNotAskedAbout() {
        try (SmtpClient client = exim.from("127.0.0.7")) {
            assertThat(client.send(ALICE, "bob@example.net").code()).isEqualTo(550);
        }
        assertThat(policy.requests()).isEmpty();
    }

    @Test
    void withoutSekimoriMailPasses(@TempDir Path folder) throws IOException {
        try (EximRig alone = EximRig.start(folder, FreePorts.free(1).get(0));
                SmtpClient client = alone.from("127.0.0.7")) {
            client.auth(ALICE);
            assertThat(client.send(ALICE, "bob@example.net").code()).isEqualTo(250);
            assertThat(alone.log("main")).contains("Sekimori gave no answer");
        }
    }
}
