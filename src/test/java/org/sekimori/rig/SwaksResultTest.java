package org.sekimori.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwaksResultTest {

    @Test
    void theReplyToTheEndOfTheDataCountsMoreThanARefusedRecipient() {
        SwaksResult result = SwaksResult.of(0, """
                 -> RCPT TO:<a@example.org>
                <** 450 4.7.1 Later
                 -> RCPT TO:<b@example.org>
                <-  250 2.1.5 Ok
                 -> DATA
                <-  354 End data with <CR><LF>.<CR><LF>
                 -> A test
                 -> .
                <-  250 2.0.0 Ok: queued as X
                 -> QUIT
                <-  221 2.0.0 Bye
                """);

        assertThat(result.finalReply()).isEqualTo("250 2.0.0 Ok: queued as X");
        assertThat(result.accepted()).isTrue();
    }

    @Test
    void aReplyOfSeveralLinesIsKeptWhole() {
        SwaksResult result = SwaksResult.of(26, """
                 -> .
                <** 550-5.7.1 Not
                <** 550 5.7.1 today
                """);

        assertThat(result.finalReply()).isEqualTo("550-5.7.1 Not\n550 5.7.1 today");
        assertThat(result.accepted()).isFalse();
    }

    @Test
    void noConversationLeavesNoReply() {
        SwaksResult result = SwaksResult.of(2, "*** Error connecting to 127.0.0.1:25000");

        assertThat(result.finalReply()).isEmpty();
        assertThat(result.accepted()).isFalse();
    }
}
