package org.sekimori.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/** Something that happens to a {@link SingleAccountHarness}; what a test does not say is of no matter to it. */
final class TestEventBuilder {

    private final EventKind kind;
    private final Instant time;
    private @Nullable String id;
    private String server = "mx1";
    private @Nullable String queueId;
    private String address = "10.0.0.1";
    private Origin origin = new Origin.Internal("private", "10.0.0.0/24");
    private String sender = "somebody@isp.example";
    private List<String> people = List.of();
    private int recipients = 1;
    private @Nullable String status;
    private SubmissionChannel channel = SubmissionChannel.SUBMISSION;
    private @Nullable String helo;
    private boolean beforeQueue;
    private boolean afterQueue;
    private @Nullable String publisher;
    private boolean attemptRequired;

    private TestEventBuilder(EventKind kind, Instant time) {
        this.kind = kind;
        this.time = time;
    }

    static TestEventBuilder submission(Instant time) {
        return new TestEventBuilder(EventKind.ATTEMPT, time);
    }

    static TestEventBuilder of(EventKind kind, Instant time) {
        return new TestEventBuilder(kind, time);
    }

    TestEventBuilder id(String value) {
        id = value;
        return this;
    }

    TestEventBuilder queue(String atServer, String value) {
        server = atServer;
        queueId = value;
        return this;
    }

    /** From a country, in the network of the address. */
    TestEventBuilder from(String country, String ip) {
        return from(
                ip,
                new Origin.Country(
                        country, ip.substring(0, ip.lastIndexOf('.')) + ".0/24", 0, new Origin.Source("test", null)));
    }

    TestEventBuilder from(String ip, Origin where) {
        address = ip;
        origin = where;
        return this;
    }

    TestEventBuilder sender(String value) {
        sender = value;
        return this;
    }

    TestEventBuilder helo(String value) {
        helo = value;
        return this;
    }

    TestEventBuilder recipients(int value) {
        recipients = value;
        return this;
    }

    /** To people whose keyed hashes are known. */
    TestEventBuilder to(List<String> hashes) {
        people = List.copyOf(hashes);
        recipients = hashes.size();
        return this;
    }

    Instant time() {
        return time;
    }

    TestEventBuilder status(String value) {
        status = value;
        return this;
    }

    TestEventBuilder channel(SubmissionChannel value) {
        channel = value;
        return this;
    }

    /** A refusal that the server proves to have come before the queue. */
    TestEventBuilder beforeQueue() {
        beforeQueue = true;
        return this;
    }

    /** As a log reports it, which the server wrote after it had queued the message. */
    TestEventBuilder afterQueue() {
        afterQueue = true;
        return this;
    }

    /** As somebody says it whose word that a message was sent counts. */
    TestEventBuilder publishedBy(String value) {
        publisher = value;
        return this;
    }

    /** As somebody says it whose word counts only where there was an attempt. */
    TestEventBuilder reportedBy(String value) {
        attemptRequired = true;
        return publishedBy(value);
    }

    MailEvent event(Account account, int number) {
        MailEvent event = plain(account, number);
        MailEvent whole = beforeQueue ? event.refusedBeforeQueue() : event;
        return publisher == null ? whole : whole.publishedBy(publisher, attemptRequired);
    }

    private MailEvent plain(Account account, int number) {
        return MailEvent.builder(id == null ? "e-" + number : id, time, kind, account)
                .server(server)
                .channel(channel)
                .clientAddress(address)
                .sender(sender)
                .helo(helo)
                .recipients(people)
                .recipientCount(recipients)
                .size(1000)
                .queueId(queueId == null ? "Q-" + number : queueId)
                .statusCode(status)
                .afterQueue(afterQueue)
                .origin(origin)
                .build();
    }
}
