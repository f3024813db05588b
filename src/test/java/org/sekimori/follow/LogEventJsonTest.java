package org.sekimori.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;

/** What a client writes into its own message cannot keep the intake from taking the event. */
class LogEventJsonTest {

    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final Publisher FOLLOWER = Publisher.follower("mx");

    private static DecodeResult read(byte[] json) {
        return new EventReader(
                        Account.LoginNormalizer.PLAIN,
                        new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
                        (address, name) -> new Origin.Unknown("no_entry", null, null),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .readFollowed(json, NOW, FOLLOWER);
    }

    private static MailEvent event(LogEvent event) {
        DecodeResult result = read(LogEventJson.write(event, "mx1"));
        assertThat(result).isInstanceOf(DecodedEvent.class);
        return ((DecodedEvent) result).event();
    }

    @Test
    void whatIsKnownArrives() {
        MailEvent event = event(LogEvent.of(EventKind.ATTEMPT, "log:1", NOW, "Alice@isp.example")
                .clientAddress("203.0.113.7")
                .clientName("host.example")
                .helo("laptop")
                .tls("TLSv1.3")
                .sender("")
                .recipients(List.of("bob@sink.example"))
                .recipientCount(3)
                .size(411)
                .queueId("4jZ3XB5rlYzJHhx")
                .messageId("1@laptop")
                .build());
        assertThat(event.id()).isEqualTo("log:1");
        assertThat(event.server()).isEqualTo("mx1");
        assertThat(event.account().name()).isEqualTo("alice@isp.example");
        assertThat(event.sender()).isEmpty();
        assertThat(event.recipientCount()).isEqualTo(3);
        assertThat(event.recipients()).hasSize(1);
        assertThat(event.messageId()).isEqualTo("1@laptop");
        assertThat(event.size()).isEqualTo(411);
        assertThat(event.tls()).isEqualTo("TLSv1.3");
        assertThat(event.publisher()).isEqualTo("follow:mx");
        assertThat(event.afterQueue()).isTrue();
    }

    @Test
    void theEventsOwnServerComesFirst() {
        assertThat(event(LogEvent.of(EventKind.ACCEPTED, "log:1", NOW, "alice@isp.example")
                                .server("192.0.2.25")
                                .build())
                        .server())
                .isEqualTo("192.0.2.25");
    }

    @Test
    void aFollowerMayProveARefusal() {
        assertThat(event(LogEvent.of(EventKind.REJECTED, "log:1", NOW, "alice@isp.example")
                                .beforeQueue(true)
                                .build())
                        .beforeQueue())
                .isTrue();
    }

    @Test
    void aFollowerChangesNoAccount() {
        assertThat(read(LogEventJson.write(
                        LogEvent.of(EventKind.PASSWORD_CHANGED, "log:1", NOW, "alice@isp.example")
                                .build(),
                        "mx1")))
                .isNotInstanceOf(DecodedEvent.class);
    }

    @Property(tries = 300)
    void whateverTheClientWritesTheOutcomeArrives(
            @ForAll String helo, @ForAll String text, @ForAll String recipient, @ForAll String id) {
        String lone = text + "\ud800";
        MailEvent event = event(LogEvent.of(EventKind.BOUNCED, "log:1", NOW, "alice@isp.example")
                .clientAddress(text)
                .clientName(helo + text)
                .helo(helo)
                .tls(text)
                .sender(lone)
                .recipients(List.of(recipient, lone, "bob@sink.example"))
                .queueId("4jZ3XB5rlYzJHhx")
                .messageId(id)
                .statusCode(text)
                .build());
        assertThat(event.queueId()).isEqualTo("4jZ3XB5rlYzJHhx");
        assertThat(event.recipientCount()).isEqualTo(3);
    }

    @Test
    void moreRecipientsThanAreKeptAreCounted() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add("r" + i + "@sink.example");
        }
        byte[] json = LogEventJson.write(
                LogEvent.of(EventKind.ATTEMPT, "log:1", NOW, "alice@isp.example")
                        .recipients(many)
                        .build(),
                "");
        assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"recipient_count\":2000");
        assertThat(((DecodedEvent) read(json)).event().recipients()).hasSize(MailEvent.MAX_RECIPIENTS);
    }
}
