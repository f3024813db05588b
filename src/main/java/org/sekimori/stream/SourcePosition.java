package org.sekimori.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which record of the inbox an entry was made from. After a crash the follower sends again what it had not marked as done;
 * the step drops what it has seen by this position, which reaches further back than the ids an account remembers.
 *
 * @param partition of the inbox
 * @param offset in it
 */
record SourcePosition(int partition, long offset) {

    private static final String HEADER = "source";

    void set(Headers headers) {
        headers.add(HEADER, octets(partition, offset));
    }

    /** A place as a header carries it: 12 octets, big endian. */
    static byte[] octets(int partition, long offset) {
        return ByteBuffer.allocate(12).putInt(partition).putLong(offset).array();
    }

    /** Reads what {@link #octets} wrote; null if it is something else. */
    static @Nullable SourcePosition read(byte @Nullable [] octets) {
        if (octets == null || octets.length != 12) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new SourcePosition(buffer.getInt(), buffer.getLong());
    }

    static @Nullable SourcePosition of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : read(header.value());
    }

    /** Key under which a partition of the log keeps how far it has seen the inbox. */
    byte[] key() {
        return ("source-" + partition).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "inbox-" + partition + "@" + offset;
    }
}
