package org.sekimori.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Position of the record that an entry was made from, in the inbox or a publisher's own topic. After a crash the follower repeats
 * records that it had not committed; the step drops known positions, which reach further back than the ids an account remembers.
 *
 * @param partition of the inbox; of a publisher's own topic a negative number, see {@link #of(String, int, long)}
 * @param offset in it
 */
public record SourcePosition(int partition, long offset) {

    private static final String HEADER = "source";

    /** Most partitions of a publisher's own topic; the bits above distinguish topics. */
    static final int MOST_PARTITIONS = 128;

    /**
     * A place in a publisher's own topic, on a partition of a number that no partition of the inbox has: the sign, 24 bits of the
     * topic's name, 7 bits of its partition. Two topics of one installation have the same once in 2<sup>24</sup>.
     */
    public static SourcePosition of(String topic, int partition, long offset) {
        if (partition >= MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "topic " + topic + " has more than " + MOST_PARTITIONS + " partitions, which is not supported");
        }
        return new SourcePosition(1 << 31 | (bits(topic) & 0xffffff) << 7 | partition, offset);
    }

    private static int bits(String topic) {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(topic.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    public void set(Headers headers) {
        headers.add(HEADER, octets(partition, offset));
    }

    /** A place as a header carries it: 12 octets, big endian. */
    static byte[] octets(int partition, long offset) {
        return ByteBuffer.allocate(12).putInt(partition).putLong(offset).array();
    }

    /** Decodes {@link #octets}; null for anything else. */
    static @Nullable SourcePosition read(byte @Nullable [] octets) {
        if (octets == null || octets.length != 12) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new SourcePosition(buffer.getInt(), buffer.getLong());
    }

    public static @Nullable SourcePosition of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : read(header.value());
    }

    /** Key of the last seen position of a source, in the store. */
    public byte[] key() {
        return ("source-" + partition).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "inbox-" + partition + "@" + offset;
    }
}
