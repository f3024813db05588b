package org.sekimori.endtoend.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.sekimori.rig.PostfixRig;
import org.sekimori.rig.SmtpClient;
import org.sekimori.rig.SmtpReply;

/** Somebody who has logged in to a real Postfix as any account, from any address, and sends on that connection. */
final class SmtpSubmitter implements AutoCloseable {

    private final SmtpClient client;
    private final String account;

    SmtpSubmitter(PostfixRig postfix, String account, String address) {
        this.client = postfix.smtp();
        this.account = account;
        assertThat(client.xclient(Map.of("ADDR", address, "LOGIN", account)).accepted())
                .isTrue();
    }

    /** One message to one person. */
    SmtpReply send() {
        return send(1);
    }

    /** One message to so many people. */
    SmtpReply send(int recipients) {
        String[] people = IntStream.range(0, recipients)
                .mapToObj(i -> "friend-" + i + "@example.net")
                .toArray(String[]::new);
        return client.send(account, people);
    }

    /** One message to a person. */
    SmtpReply sendTo(String recipient) {
        return client.send(account, recipient);
    }

    /** A message that Postfix passes on to be checked and then refuses by itself: it has been under way too long. */
    SmtpReply sendInCircles() {
        return client.send(
                account,
                java.util.List.of("friend@example.net"),
                "Received: from a by b\n".repeat(60) + "Subject: test\n\nA test.");
    }

    /** So many messages to one person each, all of which are taken. */
    void sendAccepted(int messages) {
        for (int i = 1; i <= messages; i++) {
            SmtpReply reply = send();
            assertThat(reply.accepted())
                    .as("message " + i + " of " + messages + ": " + reply.text())
                    .isTrue();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
