package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.time.Instant;

/** A submission as the mail event {@code attempt}: one JSON object on one line. Nothing in it needs escaping. */
final class EventLine {

    private static final byte[] ID = Ascii.bytes("{\"id\":\"");
    private static final byte[] TIME = Ascii.bytes("\",\"time\":\"");
    private static final byte[] ACCOUNT = Ascii.bytes(
            "\",\"kind\":\"attempt\",\"server\":\"mx1.isp.example\",\"channel\":\"submission\"" + ",\"account\":\"");
    private static final byte[] CLIENT_ADDRESS = Ascii.bytes("\",\"client_address\":\"");
    private static final byte[] SENDER = Ascii.bytes("\",\"helo\":\"[192.168.1.23]\",\"sender\":\"");
    private static final byte[] RECIPIENTS = Ascii.bytes("\",\"recipients\":[\"");
    private static final byte[] NEXT_RECIPIENT = Ascii.bytes("\",\"");
    private static final byte[] RECIPIENT_COUNT = Ascii.bytes("\"],\"recipient_count\":");
    private static final byte[] SIZE = Ascii.bytes(",\"size\":");
    private static final byte[] QUEUE_ID = Ascii.bytes(",\"queue_id\":\"");
    private static final byte[] INSTANCE = Ascii.bytes("\",\"instance\":\"");
    private static final byte[] END = Ascii.bytes("\"}\n");

    private EventLine() {}

    static void write(Submission submission, Instant time, ByteBuffer into) {
        into.put(ID);
        submission.writeInstance(into);
        into.put(TIME);
        Ascii.text(into, time.toString());
        into.put(ACCOUNT);
        submission.writeAccount(into);
        into.put(CLIENT_ADDRESS);
        Ascii.address(into, submission.address());
        into.put(SENDER);
        submission.writeAccount(into);
        writeRecipients(submission, into);
        into.put(SIZE);
        Ascii.number(into, submission.size(), 10);
        into.put(QUEUE_ID);
        submission.writeQueueId(into);
        into.put(INSTANCE);
        submission.writeInstance(into);
        into.put(END);
    }

    private static void writeRecipients(Submission submission, ByteBuffer into) {
        for (int index = 0; index < submission.recipients(); index++) {
            into.put(index == 0 ? RECIPIENTS : NEXT_RECIPIENT);
            submission.writeRecipient(index, into);
        }
        into.put(RECIPIENT_COUNT);
        Ascii.number(into, submission.recipients(), 10);
    }
}
