package org.sekimori.stream;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account before a decision: the header {@code state} of one decision of sixteen, as
 * {@link org.sekimori.engine.AccountStateCodec} encodes it. From the last one a decision is made again in a few steps; without it
 * the account would have to be stepped through all its past on the log, without the part dropped by retention. A header and not a
 * field, because the value of a decision must be the same in every replay.
 */
public final class StateSampleHeader {

    private static final String HEADER = "state";
    private static final int EVERY = 16;

    private StateSampleHeader() {}

    /**
     * Whether the decision about this entry carries its account's state: by chance for each account, and the same whenever the log
     * is replayed.
     *
     * @param key of the entry
     * @param offset of the entry
     */
    public static boolean due(byte[] key, long offset) {
        long mixed = (Arrays.hashCode(key) * 0x9E3779B97F4A7C15L + offset) * 0xD6E8FEB86659FD93L;
        return Math.floorMod(mixed >>> 32, EVERY) == 0;
    }

    public static void set(Headers headers, byte[] state) {
        headers.add(HEADER, state);
    }

    /** The state in a decision's headers; null without one. */
    public static byte @Nullable [] of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : header.value();
    }
}
