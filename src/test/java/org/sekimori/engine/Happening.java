package org.sekimori.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** Something that happens to a {@link OneAccount}; what a test does not say is of no matter to it. */
final class Happening {

    private final Kind kind;
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
    private Channel channel = Channel.SUBMISSION;
    private boolean beforeQueue;
    private @Nullable String publisher;
    private boolean attemptRequired;

    private Happening(Kind kind, Instant time) {
        this.kind = kind;
        this.time = time;
    }

    static Happening submission(Instant time) {
        return new Happening(Kind.ATTEMPT, time);
    }

    static Happening of(Kind kind, Instant time) {
        return new Happening(kind, time);
    }

    Happening id(String value) {
        id = value;
        return this;
    }

    Happening queue(String atServer, String value) {
        server = atServer;
        queueId = value;
        return this;
    }

    /** From a country, in the network of the address. */
    Happening from(String country, String ip) {
        return from(
                ip,
                new Origin.Country(
                        country, ip.substring(0, ip.lastIndexOf('.')) + ".0/24", 0, new Origin.Source("test", null)));
    }

    Happening from(String ip, Origin where) {
        address = ip;
        origin = where;
        return this;
    }

    Happening sender(String value) {
        sender = value;
        return this;
    }

    Happening recipients(int value) {
        recipients = value;
        return this;
    }

    /** To people whose keyed hashes are known. */
    Happening to(List<String> hashes) {
        people = List.copyOf(hashes);
        recipients = hashes.size();
        return this;
    }

    Instant time() {
        return time;
    }

    Happening status(String value) {
        status = value;
        return this;
    }

    Happening channel(Channel value) {
        channel = value;
        return this;
    }

    /** A refusal that the server proves to have come before the queue. */
    Happening beforeQueue() {
        beforeQueue = true;
        return this;
    }

    /** As somebody says it whose word that a message was sent counts. */
    Happening publishedBy(String value) {
        publisher = value;
        return this;
    }

    /** As somebody says it whose word counts only where there was an attempt. */
    Happening reportedBy(String value) {
        attemptRequired = true;
        return publishedBy(value);
    }

    MailEvent event(Account account, int number) {
        MailEvent event = plain(account, number);
        MailEvent whole = beforeQueue ? event.refusedBeforeQueue() : event;
        return publisher == null ? whole : whole.publishedBy(publisher, attemptRequired);
    }

    private MailEvent plain(Account account, int number) {
        return new MailEvent(
                id == null ? "e-" + number : id,
                time,
                kind,
                server,
                channel,
                account,
                address,
                null,
                null,
                null,
                sender,
                people,
                recipients,
                1000,
                queueId == null ? "Q-" + number : queueId,
                null,
                status,
                false,
                origin);
    }
}
