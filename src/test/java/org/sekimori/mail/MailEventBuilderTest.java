package org.sekimori.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailEventBuilderTest {

    private static final Instant TIME = Instant.parse("2026-06-01T09:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");

    /** No component has the value that it would have unset. */
    private static MailEventBuilder full() {
        return MailEvent.builder("mx1-1", TIME, EventKind.REJECTED, ALICE)
                .server("mx1.isp.example")
                .channel(SubmissionChannel.WEBMAIL)
                .clientAddress("91.0.1.7")
                .clientName("p7.isp.example")
                .helo("laptop")
                .tls("TLSv1.3")
                .sender("alice@isp.example")
                .recipients(List.of("AAAAAAAAAAAAAAAA@example.net"))
                .recipientCount(2)
                .size(411)
                .queueId("4jZ3RH72QGzJHm4")
                .instance("4a1f.0")
                .messageId("1a.2b@isp.example")
                .statusCode("5.7.1")
                .history(true)
                .beforeQueue(true)
                .reportedTime(TIME.minusSeconds(1))
                .origin(new Origin.Internal("private", "10.0.0.0/24"))
                .login("scan ner@isp.example")
                .publisher("relay")
                .attemptRequired(true);
    }

    @Test
    void aCopyHasEveryComponentOfItsOriginal() {
        MailEvent event = full().build();

        assertThat(event.toBuilder().build()).isEqualTo(event);
        assertThat(event).hasNoNullFieldsOrProperties();
    }

    @Test
    void whatIsNotSetIsUnknown() {
        MailEvent event =
                MailEvent.builder("e-1", TIME, EventKind.ATTEMPT, ALICE).build();

        assertThat(event.channel()).isEqualTo(SubmissionChannel.SUBMISSION);
        assertThat(event.origin()).isEqualTo(new Origin.Unknown("no_address", null, null));
        assertThat(event.recipientCount()).isZero();
        assertThat(event.publisher()).isNull();
    }

    @Test
    void whatIsRequiredIsNamedWhereItIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> MailEvent.builder()
                        .id("e-1")
                        .time(TIME)
                        .kind(EventKind.ATTEMPT)
                        .build())
                .withMessage("account");
    }

    @Test
    void componentsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full().recipientCount(-1).build())
                .withMessageContaining("recipient_count");
    }
}
