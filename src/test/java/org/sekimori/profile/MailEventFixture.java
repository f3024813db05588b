package org.sekimori.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** Makes events of one account; each call changes one thing of a plain submission from home. */
record MailEventFixture(MailEvent event) {

    private static final Origin.Source SOURCE = new Origin.Source("test", LocalDate.of(2026, 1, 1));

    static MailEventFixture attempt(String id, Instant time) {
        return new MailEventFixture(MailEvent.builder(id, time, EventKind.ATTEMPT, Account.of("someone@isp.example"))
                .server("mx1")
                .clientAddress("192.0.2.1")
                .recipientCount(1)
                .size(2048)
                .queueId("Q" + id)
                .origin(country("JP", "192.0.2.0/24", 64500))
                .build());
    }

    static Origin country(String code, String network, long asn) {
        return new Origin.Country(code, network, asn, SOURCE);
    }

    /** Recipients number {@code from} and following, under the key with this two-letter name. */
    static List<String> people(String key, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> key + "%010x@example.net".formatted(i * 2654435761L))
                .toList();
    }

    MailEventFixture kind(EventKind changed) {
        return new MailEventFixture(event.toBuilder().kind(changed).build());
    }

    /** Another event about the same submission. */
    MailEventFixture later(EventKind changed, String newId, long seconds) {
        return new MailEventFixture(event.toBuilder()
                .id(newId)
                .time(event.time().plusSeconds(seconds))
                .kind(changed)
                .build());
    }

    MailEventFixture queue(String server, @Nullable String queueId) {
        return new MailEventFixture(
                event.toBuilder().server(server).queueId(queueId).build());
    }

    MailEventFixture from(@Nullable String address, Origin origin) {
        return new MailEventFixture(
                event.toBuilder().clientAddress(address).origin(origin).build());
    }

    MailEventFixture to(int count) {
        return to(List.of(), count);
    }

    MailEventFixture to(List<String> people) {
        return to(people, people.size());
    }

    MailEventFixture to(List<String> people, int count) {
        return new MailEventFixture(
                event.toBuilder().recipients(people).recipientCount(count).build());
    }

    MailEventFixture status(String status) {
        return new MailEventFixture(event.toBuilder().statusCode(status).build());
    }

    /** The event as a refusal that its server proves to have come before the queue. */
    MailEvent beforeQueue() {
        return event.refusedBeforeQueue();
    }
}
