package org.sekimori.stream.request;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Address of a reply, a header of the entry; set by this instance's own endpoints only, never by inbox records.
 *
 * @param slot partition of {@code replies}
 * @param door the waiting instance; several may share a slot
 * @param correlation number of its request
 */
public record ReplyAddress(int slot, long door, long correlation) {

    private static final String HEADER = "reply-to";
    private static final int LENGTH = 20;

    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putInt(slot)
                .putLong(door)
                .putLong(correlation)
                .array();
    }

    public void set(Headers headers) {
        headers.add(HEADER, bytes());
    }

    public static @Nullable ReplyAddress of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null ? null : of(header.value());
    }

    /** Null for foreign bytes. */
    public static @Nullable ReplyAddress of(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != LENGTH) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new ReplyAddress(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}
