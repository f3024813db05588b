package org.sekimori.follow.exim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.EventText;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;

/**
 * A submission whose recipients the line of its arrival does not name, since {@code log_selector} lacks {@code +received_recipients}. It
 * is told when its deliveries have named them; its bounces wait with it, because a bounce needs its submission.
 */
final class WaitingSubmission {

    /** Most recipients that are told apart; an event keeps no more. */
    private static final int MOST_RECIPIENTS = 1_000;

    private static final int MOST_BOUNCES = 1_000;

    /** A bounce that waits. */
    record HeldBounce(
            Instant time, String recipient, @Nullable String statusCode) {}

    private final Instant time;
    private final boolean attempt;
    private final @Nullable String clientAddress;
    private final @Nullable String clientName;
    private final @Nullable String helo;
    private final @Nullable String tls;
    private final @Nullable String sender;
    private final long size;
    private final @Nullable String messageId;
    private final Set<String> recipients = new LinkedHashSet<>();
    private int count;
    private final List<HeldBounce> bounces = new ArrayList<>();

    /** What the line of an arrival says. {@code attempt}: whether nobody asked. */
    WaitingSubmission(Instant time, boolean attempt, EximArrival arrival) {
        EximHost host = arrival.host();
        this.time = time;
        this.attempt = attempt;
        clientAddress = host == null ? null : host.address();
        clientName = host == null ? null : EventText.fit(host.name(), EventText.HOST_NAME);
        helo = host == null ? null : EventText.fit(host.helo(), EventText.HOST_NAME);
        tls = arrival.tls();
        sender = EventText.sender(arrival.sender());
        size = arrival.size();
        messageId = EventText.messageId(arrival.messageId());
        arrival.recipients().forEach(this::recipient);
        count = arrival.recipients().size();
    }

    private WaitingSubmission(DataInput in) throws IOException {
        try {
            time = Instant.ofEpochSecond(in.readLong(), in.readInt());
        } catch (DateTimeException e) {
            throw new IOException("a time is out of range", e);
        }
        attempt = in.readBoolean();
        clientAddress = text(in);
        clientName = text(in);
        helo = text(in);
        tls = text(in);
        sender = text(in);
        size = in.readLong();
        messageId = text(in);
    }

    /** A delivery names one of the recipients. */
    void delivery(String recipient) {
        recipient(recipient);
        count = Math.max(count, recipients.size());
    }

    private void recipient(String recipient) {
        if (recipients.size() < MOST_RECIPIENTS
                && EventText.fit(recipient, EventText.ADDRESS) != null
                && !recipient.isBlank()) {
            recipients.add(recipient);
        }
    }

    /** Keeps a bounce until the submission is told. */
    void bounce(Instant at, EximDelivery delivery) {
        if (bounces.size() < MOST_BOUNCES) {
            String recipient = EventText.fit(delivery.recipient(), EventText.ADDRESS);
            bounces.add(new HeldBounce(at, recipient == null ? "" : recipient, delivery.statusCode()));
        }
    }

    List<HeldBounce> bounces() {
        return bounces;
    }

    /** The event that tells it: an attempt if nobody asked, else that the server took it. */
    LogEvent event(String queueId, OpenMessage message) {
        EventKind kind = attempt ? EventKind.ATTEMPT : EventKind.ACCEPTED;
        return LogEvent.of(kind, "exim:" + queueId + ":" + kind.word(), time, message.account)
                .server(message.server)
                .queueId(queueId)
                .clientAddress(clientAddress)
                .clientName(clientName)
                .helo(helo)
                .tls(tls)
                .sender(sender)
                .recipients(List.copyOf(recipients))
                .recipientCount(Math.max(1, Math.max(count, recipients.size())))
                .size(size)
                .messageId(messageId)
                .build();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
        out.writeBoolean(attempt);
        write(out, clientAddress);
        write(out, clientName);
        write(out, helo);
        write(out, tls);
        write(out, sender);
        out.writeLong(size);
        write(out, messageId);
        out.writeInt(count);
        out.writeInt(recipients.size());
        for (String recipient : recipients) {
            out.writeUTF(recipient);
        }
        out.writeInt(bounces.size());
        for (HeldBounce bounce : bounces) {
            out.writeLong(bounce.time().getEpochSecond());
            out.writeInt(bounce.time().getNano());
            out.writeUTF(bounce.recipient());
            write(out, bounce.statusCode());
        }
    }

    static WaitingSubmission restore(DataInput in) throws IOException {
        WaitingSubmission waiting = new WaitingSubmission(in);
        waiting.count = in.readInt();
        for (int i = bounded(in.readInt(), MOST_RECIPIENTS); i > 0; i--) {
            waiting.recipients.add(in.readUTF());
        }
        for (int i = bounded(in.readInt(), MOST_BOUNCES); i > 0; i--) {
            try {
                Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
                waiting.bounces.add(new HeldBounce(at, in.readUTF(), text(in)));
            } catch (DateTimeException e) {
                throw new IOException("a time is out of range", e);
            }
        }
        return waiting;
    }

    private static int bounded(int number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new IOException("a number of entries is out of range: " + number);
        }
        return number;
    }

    private static void write(DataOutput out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String text(DataInput in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
