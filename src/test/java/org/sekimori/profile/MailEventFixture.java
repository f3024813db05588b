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
import org.sekimori.mail.SubmissionChannel;

/** Makes events of one account; each call changes one thing of a plain submission from home. */
record MailEventFixture(
        String id,
        EventKind kind,
        Instant time,
        String server,
        @Nullable String queueId,
        @Nullable String address,
        Origin origin,
        List<String> recipients,
        int count,
        @Nullable String status) {

    private static final Origin.Source SOURCE = new Origin.Source("test", LocalDate.of(2026, 1, 1));

    static MailEventFixture attempt(String id, Instant time) {
        return new MailEventFixture(
                id,
                EventKind.ATTEMPT,
                time,
                "mx1",
                "Q" + id,
                "192.0.2.1",
                country("JP", "192.0.2.0/24", 64500),
                List.of(),
                1,
                null);
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
        return new MailEventFixture(id, changed, time, server, queueId, address, origin, recipients, count, status);
    }

    /** Another event about the same submission. */
    MailEventFixture later(EventKind changed, String newId, long seconds) {
        return new MailEventFixture(
                newId, changed, time.plusSeconds(seconds), server, queueId, address, origin, recipients, count, status);
    }

    MailEventFixture queue(String newServer, @Nullable String newQueueId) {
        return new MailEventFixture(id, kind, time, newServer, newQueueId, address, origin, recipients, count, status);
    }

    MailEventFixture from(@Nullable String newAddress, Origin newOrigin) {
        return new MailEventFixture(id, kind, time, server, queueId, newAddress, newOrigin, recipients, count, status);
    }

    MailEventFixture to(int newCount) {
        return new MailEventFixture(id, kind, time, server, queueId, address, origin, List.of(), newCount, status);
    }

    MailEventFixture to(List<String> people) {
        return new MailEventFixture(id, kind, time, server, queueId, address, origin, people, people.size(), status);
    }

    MailEventFixture to(List<String> people, int newCount) {
        return new MailEventFixture(id, kind, time, server, queueId, address, origin, people, newCount, status);
    }

    MailEventFixture status(String newStatus) {
        return new MailEventFixture(id, kind, time, server, queueId, address, origin, recipients, count, newStatus);
    }

    MailEvent event() {
        return new MailEvent(
                id,
                time,
                kind,
                server,
                SubmissionChannel.SUBMISSION,
                Account.of("someone@isp.example"),
                address,
                null,
                null,
                null,
                null,
                recipients,
                count,
                2048,
                queueId,
                null,
                status,
                false,
                origin);
    }

    /** The event as a refusal that its server proves to have come before the queue. */
    MailEvent beforeQueue() {
        return event().refusedBeforeQueue();
    }
}
