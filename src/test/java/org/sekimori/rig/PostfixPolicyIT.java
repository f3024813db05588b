package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Postfix asks and obeys as our documentation for operators says. */
class PostfixPolicyIT extends PostfixRigTestBase {

    @Test
    void aRefusalAtTheEndOfTheDataReachesTheClientWithAPrefix() {
        policy.answer(request -> isEndOfMessage(request) ? "550 5.7.1 Not today" : "DUNNO");

        SwaksResult result = submission().send();

        assertThat(result.accepted()).isFalse();
        assertThat(result.exitCode()).isEqualTo(26);
        assertThat(result.finalReply()).isEqualTo("550 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: Not today");
    }

    @Test
    void aMappedAddressArrivesAsIpv4() {
        assertThat(submission().from("::ffff:198.51.100.9").send().accepted()).isTrue();

        assertThat(endOfMessage()).containsEntry("client_address", "198.51.100.9");
    }

    @Test
    void aWrongPasswordIsRefusedWithoutAQuestion() {
        SwaksResult result = submission().password("wrong").send();

        assertThat(result.exitCode()).isEqualTo(28);
        assertThat(result.finalReply()).startsWith("535 5.7.8");
        assertThat(policy.requests()).isEmpty();
    }

    @Test
    void manyRecipientsAreCountedAtTheEnd() {
        try (SmtpClient client = rig.smtp()) {
            client.from("203.0.113.7");
            client.auth(SENDER);
            List<String> recipients = IntStream.range(0, 150)
                    .mapToObj(i -> "user" + i + "@example.org")
                    .toList();

            assertThat(client.send(SENDER, recipients, "Subject: all\n\n.\nA dot above")
                            .accepted())
                    .isTrue();
        }

        assertThat(policy.requests()).hasSize(151);
        assertThat(endOfMessage()).containsEntry("recipient_count", "150").containsEntry("recipient", "");
    }

    @Test
    void severalMessagesOnAConnectionAreSeparateInstances() {
        try (SmtpClient client = rig.smtp()) {
            client.auth(SENDER);
            assertThat(client.send(SENDER, RECIPIENT).accepted()).isTrue();
            assertThat(client.send(SENDER, RECIPIENT).accepted()).isTrue();
            assertThat(client.exchanges().get(1).command()).startsWith("EHLO");
        }

        List<String> instances = policy.requests().stream()
                .map(request -> request.getOrDefault("instance", ""))
                .toList();
        assertThat(instances).hasSize(4);
        assertThat(instances.get(0)).isEqualTo(instances.get(1)).isNotEqualTo(instances.get(2));
    }

    @Test
    void theNullSenderArrivesEmpty() {
        assertThat(submission().sender("").send().accepted()).isTrue();

        assertThat(endOfMessage()).containsEntry("sender", "");
    }

    @Test
    void aQuestionWithoutAnAnswerIsRepeatedForTheSameInstance() {
        AtomicBoolean asked = new AtomicBoolean();
        policy.answer(request -> asked.getAndSet(true) ? "DUNNO" : ScriptedPolicyServer.SILENCE);

        SwaksResult result = submission().listener(PostfixListener.RETRY).send();

        assertThat(result.accepted()).as(result.transcript()).isTrue();
        assertThat(policy.requests())
                .extracting(request -> request.get("protocol_state"))
                .containsExactly("RCPT", "RCPT", "END-OF-MESSAGE");
        assertThat(policy.requests())
                .extracting(request -> request.get("instance"))
                .containsOnly(endOfMessage().get("instance"));
    }

    @Test
    void mailPassesWhenNoPolicyServerIsThere() throws IOException {
        int port = policy.port();
        policy.close();
        try {
            SwaksResult result = submission().send();

            assertThat(result.accepted()).as(result.transcript()).isTrue();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(rig.mailLog()).contains("127.0.0.1:" + port));
        } finally {
            policy = new ScriptedPolicyServer(port);
        }
    }

    @Test
    void attributesAreThoseOfPolicyRequestInTheSameOrder() {
        assertThat(submission().send().accepted()).isTrue();

        assertThat(endOfMessage().keySet())
                .containsExactlyElementsOf(
                        PostfixRequestAttributes.attributes(Map.of()).keySet());
    }
}
