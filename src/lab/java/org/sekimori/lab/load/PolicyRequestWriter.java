package org.sekimori.lab.load;

import java.nio.ByteBuffer;

/**
 * Writes a submission as a request of the Postfix policy delegation protocol: attributes {@code name=value}, one a line, closed
 * by an empty line. Constant parts are copied.
 */
final class PolicyRequestWriter {

    private static final byte[] START = AsciiWriter.bytes("request=smtpd_access_policy\nprotocol_state=");
    private static final byte[] CLIENT_ADDRESS = AsciiWriter.bytes("\nprotocol_name=ESMTP\nclient_address=");
    private static final byte[] CLIENT_PORT = AsciiWriter.bytes("\nclient_name=unknown\nclient_port=");
    private static final byte[] SENDER = AsciiWriter.bytes("\nreverse_client_name=unknown\nserver_address=192.0.2.25"
            + "\nserver_port=587\nhelo_name=[192.168.1.23]\nsender=");
    private static final byte[] RECIPIENT = AsciiWriter.bytes("\nrecipient=");
    private static final byte[] RECIPIENT_COUNT = AsciiWriter.bytes("\nrecipient_count=");
    private static final byte[] QUEUE_ID = AsciiWriter.bytes("\nqueue_id=");
    private static final byte[] INSTANCE = AsciiWriter.bytes("\ninstance=");
    private static final byte[] SIZE = AsciiWriter.bytes("\nsize=");
    private static final byte[] USERNAME =
            AsciiWriter.bytes("\netrn_domain=\nstress=\nsasl_method=PLAIN\nsasl_username=");
    private static final byte[] END =
            AsciiWriter.bytes("\nsasl_sender=\nccert_subject=\nccert_issuer=\nccert_fingerprint="
                    + "\nccert_pubkey_fingerprint=\nencryption_protocol=TLSv1.3\nencryption_cipher=TLS_AES_256_GCM_SHA384"
                    + "\nencryption_keysize=256\npolicy_context=submission\n\n");

    private static final int FIRST_CLIENT_PORT = 20_000;
    private static final int CLIENT_PORTS = 40_000;

    private PolicyRequestWriter() {}

    static void write(LoadSubmission submission, PolicyStage stage, ByteBuffer into) {
        into.put(START);
        AsciiWriter.text(into, stage.word());
        into.put(CLIENT_ADDRESS);
        AsciiWriter.address(into, submission.address());
        into.put(CLIENT_PORT);
        AsciiWriter.number(into, FIRST_CLIENT_PORT + submission.serial() % CLIENT_PORTS, 10);
        into.put(SENDER);
        submission.writeAccount(into);
        writeRecipients(submission, stage, into);
        into.put(QUEUE_ID);
        submission.writeQueueId(into);
        into.put(INSTANCE);
        submission.writeInstance(into);
        into.put(SIZE);
        AsciiWriter.number(into, submission.size(), 10);
        into.put(USERNAME);
        submission.writeAccount(into);
        into.put(END);
    }

    private static void writeRecipients(LoadSubmission submission, PolicyStage stage, ByteBuffer into) {
        boolean perRecipient = stage == PolicyStage.RCPT;
        into.put(RECIPIENT);
        if (perRecipient || submission.recipients() == 1) {
            submission.writeRecipient(0, into);
        }
        into.put(RECIPIENT_COUNT);
        AsciiWriter.number(into, perRecipient ? 0 : submission.recipients(), 10);
    }
}
