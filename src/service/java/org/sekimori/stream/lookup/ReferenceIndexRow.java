package org.sekimori.stream.lookup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sekimori.stream.StateSampleHeader;

/**
 * A row of the {@link ReferenceIndex}: a name, and a position on the log. Names are kept as 48 bits of SHA-256: the record is
 * compared after reading, so a collision costs only a read.
 *
 * @param kind kind of the name, which determines the topic
 * @param name bits of the name
 * @param partition of the topic
 * @param offset in the partition
 */
record ReferenceIndexRow(Kind kind, long name, int partition, long offset) {

    /** One octet of kind, six of the name, two of the partition, six of the offset; big endian, so that places are in order. */
    static final int LENGTH = 15;

    private static final int PREFIX = 7;
    private static final long BITS_48 = (1L << 48) - 1;
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ReferenceIndexRow::sha256);

    /** Kinds of names. */
    enum Kind {
        /** A reference code, such as {@code K7QX-3M2P}: places on {@code decisions}. */
        REFERENCE('r'),
        /** The id of an event: places on {@code decisions}. */
        EVENT('i'),
        /** An account: places of its decisions. */
        DECISION('d'),
        /** An account: positions on {@code events} of decisions with a state sample; see {@link StateSampleHeader}. */
        STATE('s'),
        /** An account: places on {@code events}. */
        ENTRY('e'),
        /** A reference: places on {@code events} of reports that the client was located wrongly. */
        MISJUDGED('m'),
        /** No name: places on {@code events} from which on another rulebook is in force. */
        ACTIVATION('a');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }
    }

    /** The bits of a name. */
    static long name(String text) {
        byte[] digest = SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong() & BITS_48;
    }

    byte[] key() {
        return ByteBuffer.allocate(LENGTH)
                .put(kind.code)
                .putShort((short) (name >>> 32))
                .putInt((int) name)
                .putShort((short) partition)
                .putShort((short) (offset >>> 32))
                .putInt((int) offset)
                .array();
    }

    /** Whether a key is of the same kind, name and partition. */
    boolean sameLine(byte[] key) {
        return key.length == LENGTH && java.util.Arrays.equals(key(), 0, PREFIX + 2, key, 0, PREFIX + 2);
    }

    /** Whether a key is of the same kind and name. */
    boolean sameName(byte[] key) {
        return key.length == LENGTH && java.util.Arrays.equals(key(), 0, PREFIX, key, 0, PREFIX);
    }

    static int partitionOf(byte[] key) {
        return Short.toUnsignedInt(ByteBuffer.wrap(key).getShort(PREFIX));
    }

    static long offsetOf(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        return (long) Short.toUnsignedInt(buffer.getShort(PREFIX + 2)) << 32
                | Integer.toUnsignedLong(buffer.getInt(PREFIX + 4));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
