package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rig does what other tests build on. */
class PostfixRigIT extends PostfixRigTestBase {

    @Test
    void dunnoLetsTheMailPass() {
        SwaksResult result = submission().send();

        assertThat(result.accepted()).as(result.transcript()).isTrue();
        assertThat(result.finalReply()).startsWith("250 2.0.0 Ok: queued as");
        assertThat(result.exitCode()).isZero();
        assertThat(policy.requests())
                .extracting(request -> request.get("protocol_state"))
                .containsExactly("RCPT", "END-OF-MESSAGE");
        assertThat(endOfMessage())
                .containsEntry("client_address", "203.0.113.7")
                .containsEntry("sasl_username", SENDER)
                .containsEntry("sender", SENDER)
                .containsEntry("recipient", RECIPIENT);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(rig.mailLog())
                .contains("to=<" + RECIPIENT + ">")
                .contains("status=sent"));
    }

    @Test
    void aRefusedRecipientIsTheFinalReplyIfItIsTheOnlyOne() {
        policy.answer(request -> "450 4.7.1 Later");

        SwaksResult result = submission().send();

        assertThat(result.exitCode()).isEqualTo(24);
        assertThat(result.finalReply()).isEqualTo("450 4.7.1 <" + RECIPIENT + ">: Recipient address rejected: Later");
    }

    @Test
    void aClientAtAnIpv6AddressArrivesAsSuch() {
        assertThat(submission().from("2001:db8::7").send().accepted()).isTrue();

        assertThat(endOfMessage()).containsEntry("client_address", "2001:db8::7");
    }

    @Test
    void aConnectionOverIpv6ShowsItsOwnAddress() {
        SwaksResult result =
                rig.swaks().overIpv6().user(SENDER).sender(SENDER).to(RECIPIENT).send();

        assertThat(result.accepted()).as(result.transcript()).isTrue();
        assertThat(endOfMessage()).containsEntry("client_address", "::1");
    }

    @Test
    void aClientNameArrives() {
        assertThat(submission().clientName("pc.example.net").send().accepted()).isTrue();

        assertThat(endOfMessage()).containsEntry("client_name", "pc.example.net");
    }

    @Test
    void everyUserCanLogIn() {
        for (String user :
                List.of(SENDER, "bob@isp.example", "carol@isp.example", "hanako@isp.example", "taro@jp.example")) {
            try (SmtpClient client = rig.smtp()) {
                assertThat(client.auth(user).code()).as(user).isEqualTo(235);
            }
        }
    }

    @Test
    void manyClientsAtOnceAreServed() {
        List<Boolean> accepted = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> {
                    try (SmtpClient client = rig.smtp()) {
                        client.from("203.0.113." + i);
                        client.auth(SENDER);
                        return client.send(SENDER, RECIPIENT).accepted();
                    }
                })
                .toList();

        assertThat(accepted).hasSize(40).containsOnly(true);
        assertThat(policy.requests()).hasSize(80);
    }

    @Test
    void aTrustedFrontEndCanNameTheUser() {
        try (SmtpClient client = rig.smtp()) {
            client.xclient(Map.of("ADDR", "203.0.113.8", "LOGIN", "carol+x@isp.example"));
            assertThat(client.send(SENDER, RECIPIENT).accepted()).isTrue();
        }

        assertThat(endOfMessage())
                .containsEntry("sasl_username", "carol+x@isp.example")
                .containsEntry("sasl_method", "XCLIENT");
    }

    @Test
    void mailFromOutsideIsAskedAboutWithoutAUser() {
        SwaksResult result = rig.swaks()
                .listener(PostfixListener.MX)
                .from("192.0.2.1")
                .sender("someone@example.net")
                .to("hanako@isp.example")
                .send();

        assertThat(result.accepted()).as(result.transcript()).isTrue();
        assertThat(endOfMessage()).containsEntry("sasl_username", "").containsEntry("client_address", "192.0.2.1");
    }

    @Test
    void closingTwiceLeavesNoPortOpen(@TempDir Path folder) {
        PostfixRig another = PostfixRig.start(folder, policy.port());
        another.smtp().close();

        another.close();
        another.close();

        for (PostfixListener listener : PostfixListener.values()) {
            assertThatThrownBy(() -> another.smtp(listener)).hasRootCauseInstanceOf(ConnectException.class);
        }
    }
}
