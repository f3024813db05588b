package org.sekimori.lab.load;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A message of a synthetic customer.
 *
 * @param run the run it belongs to, not negative; part of every id
 * @param serial its number within the run, from 0
 * @param account number of the account, which is called {@code a00000@isp.example} and so on
 * @param foreign sent from an address that is neither the account's own nor in the home country
 * @param address IPv4 address of the client, as its 32 bits
 * @param recipients number of envelope recipients, from 1
 * @param size octets
 */
public record LoadSubmission(
        long run, long serial, int account, boolean foreign, int address, int recipients, int size) {

    /** Upper bound of a request or an event line, in bytes. */
    public static final int MAX_BYTES = 2048;

    private static final byte[] ACCOUNT_DOMAIN = AsciiWriter.bytes("@isp.example");
    private static final byte[] RECIPIENT_DOMAIN = AsciiWriter.bytes("@example.net");
    private static final int RECIPIENT_NAMES = 9973;
    private static final int MAX_RECIPIENTS = 5;
    private static final int CORRESPONDENTS = 23;
    private static final int NEW_EACH = 15;

    /**
     * Writes the request that Postfix 3.7 would send: all of its 29 attributes, about 640 bytes, and the empty line.
     *
     * @see <a href="https://www.postfix.org/SMTPD_POLICY_README.html">SMTPD_POLICY_README</a>
     */
    public void writeRequest(PolicyStage stage, ByteBuffer into) {
        PolicyRequestWriter.write(this, stage, into);
    }

    /** Writes the event {@code attempt} as one line of NDJSON, about 450 bytes with its line feed. */
    public void writeEvent(Instant time, ByteBuffer into) {
        AttemptEventWriter.write(this, time, into);
    }

    /** Name of the account and envelope sender, such as {@code a00042@isp.example}. */
    void writeAccount(ByteBuffer into) {
        into.put((byte) 'a');
        AsciiWriter.padded(into, account, 5);
        into.put(ACCOUNT_DOMAIN);
    }

    /**
     * Writes a recipient: one of the account's 23 correspondents, or, once in 15 times, anybody; real senders write to new people
     * in 4 to 11 of 100 cases.
     *
     * @param index from 0 to one below the number of recipients
     */
    void writeRecipient(int index, ByteBuffer into) {
        into.put((byte) 'r');
        long pick = serial * MAX_RECIPIENTS + index;
        long name = pick % NEW_EACH == 0 ? pick : account * 7919L + pick % CORRESPONDENTS;
        AsciiWriter.number(into, name % RECIPIENT_NAMES, 10);
        into.put(RECIPIENT_DOMAIN);
    }

    /** Postfix's id of the SMTP transaction, unique over runs. */
    void writeInstance(ByteBuffer into) {
        AsciiWriter.number(into, run & 0xffff, 16);
        into.put((byte) '.');
        AsciiWriter.number(into, run, 16);
        into.put((byte) '.');
        AsciiWriter.number(into, serial, 16);
        into.put((byte) '.').put((byte) '0');
    }

    /** A queue id of the length that Postfix's long ones have. */
    void writeQueueId(ByteBuffer into) {
        AsciiWriter.number(into, 0x1_0000_0000L + run % 1_000_003 * 1_000_000_000 + serial, 36);
    }
}
