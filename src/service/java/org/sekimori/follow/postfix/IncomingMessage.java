package org.sekimori.follow.postfix;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.postfix.PostfixLine.DeliveryStatus;

/**
 * A message from a client that did not log in: perhaps a submission that a content filter hands back, perhaps the bounce of one.
 */
final class IncomingMessage {

    private static final int MOST = 32;

    final Instant begun;
    final String clientAddress;
    final boolean fromHere;

    /** Envelope sender; null before the queue manager has it. */
    @Nullable
    String sender;

    int recipients;

    @Nullable
    String messageId;

    /** Whether a header says that it is a delivery report (RFC 6522). */
    boolean report;

    boolean judged;

    /** Texts of logged header and body lines. */
    final List<String> references = new ArrayList<>();

    /** What became of its recipients before it is known whose it is. */
    final List<PostfixLine.Delivery> deliveries = new ArrayList<>();

    IncomingMessage(Instant begun, String clientAddress, boolean fromHere) {
        this.begun = begun;
        this.clientAddress = clientAddress;
        this.fromHere = fromHere;
    }

    void refer(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        report |= lower.startsWith("header content-type: multipart/report");
        if (references.size() < MOST) {
            references.add(text);
        }
    }

    void delivered(PostfixLine.Delivery delivery) {
        if (fromHere && deliveries.size() < MOST) {
            deliveries.add(delivery);
        }
    }

    void write(DataOutput out) throws IOException {
        SavedText.write(out, begun.toString());
        SavedText.write(out, clientAddress);
        out.writeInt((fromHere ? 1 : 0) + (report ? 2 : 0) + (judged ? 4 : 0));
        SavedText.write(out, sender);
        out.writeInt(recipients);
        SavedText.write(out, messageId);
        out.writeInt(references.size());
        for (String reference : references) {
            SavedText.write(out, reference);
        }
        out.writeInt(deliveries.size());
        for (PostfixLine.Delivery one : deliveries) {
            SavedText.write(out, one.queueId());
            SavedText.write(out, one.recipient());
            SavedText.write(out, one.submitted());
            SavedText.write(out, one.statusCode());
            out.writeInt(one.status().ordinal() * 2 + (one.relayIsLocal() ? 1 : 0));
            SavedText.write(out, one.next());
        }
    }

    static IncomingMessage read(DataInput in) throws IOException {
        Instant begun = SavedEvent.time(SavedText.required(in));
        String address = SavedText.required(in);
        int flags = in.readInt();
        IncomingMessage one = new IncomingMessage(begun, address, (flags & 1) != 0);
        one.report = (flags & 2) != 0;
        one.judged = (flags & 4) != 0;
        one.sender = SavedText.read(in);
        one.recipients = in.readInt();
        one.messageId = SavedText.read(in);
        for (int left = SavedText.count(in); left > 0; left--) {
            one.references.add(SavedText.required(in));
        }
        for (int left = SavedText.count(in); left > 0; left--) {
            String queueId = SavedText.required(in);
            String recipient = SavedText.required(in);
            String submitted = SavedText.required(in);
            String code = SavedText.read(in);
            int status = in.readInt();
            if (status < 0 || status / 2 >= DeliveryStatus.values().length) {
                throw new IOException("no status of a delivery: " + status);
            }
            one.deliveries.add(new PostfixLine.Delivery(
                    queueId,
                    recipient,
                    submitted,
                    code,
                    DeliveryStatus.values()[status / 2],
                    status % 2 == 1,
                    SavedText.read(in)));
        }
        return one;
    }
}
