package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes a submission as the mail event {@code attempt}: one JSON object on one line. Nothing in it needs escaping. */
final class AttemptEventWriter {

    private static final byte[] ID = AsciiWriter.bytes("{\"id\":\"");
    private static final byte[] TIME = AsciiWriter.bytes("\",\"time\":\"");
    private static final byte[] ACCOUNT = AsciiWriter.bytes(
            "\",\"kind\":\"attempt\",\"server\":\"mx1.isp.example\",\"channel\":\"submission\"" + ",\"account\":\"");
    private static final byte[] CLIENT_ADDRESS = AsciiWriter.bytes("\",\"client_address\":\"");
    private static final byte[] SENDER = AsciiWriter.bytes("\",\"helo\":\"[192.168.1.23]\",\"sender\":\"");
    private static final byte[] RECIPIENTS = AsciiWriter.bytes("\",\"recipients\":[\"");
    private static final byte[] NEXT_RECIPIENT = AsciiWriter.bytes("\",\"");
    private static final byte[] RECIPIENT_COUNT = AsciiWriter.bytes("\"],\"recipient_count\":");
    private static final byte[] SIZE = AsciiWriter.bytes(",\"size\":");
    private static final byte[] QUEUE_ID = AsciiWriter.bytes(",\"queue_id\":\"");
    private static final byte[] INSTANCE = AsciiWriter.bytes("\",\"instance\":\"");
    private static final byte[] END = AsciiWriter.bytes("\"}\n");

    private AttemptEventWriter() {}

    static void write(LoadSubmission submission, Instant time, ByteBuffer into) {
        into.put(ID);
        submission.writeInstance(into);
        into.put(TIME);
        AsciiWriter.text(into, time.toString());
        into.put(ACCOUNT);
        submission.writeAccount(into);
        into.put(CLIENT_ADDRESS);
        AsciiWriter.address(into, submission.address());
        into.put(SENDER);
        submission.writeAccount(into);
        writeRecipients(submission, into);
        into.put(SIZE);
        AsciiWriter.number(into, submission.size(), 10);
        into.put(QUEUE_ID);
        submission.writeQueueId(into);
        into.put(INSTANCE);
        submission.writeInstance(into);
        into.put(END);
    }

    private static void writeRecipients(LoadSubmission submission, ByteBuffer into) {
        for (int index = 0; index < submission.recipients(); index++) {
            into.put(index == 0 ? RECIPIENTS : NEXT_RECIPIENT);
            submission.writeRecipient(index, into);
        }
        into.put(RECIPIENT_COUNT);
        AsciiWriter.number(into, submission.recipients(), 10);
    }
}
