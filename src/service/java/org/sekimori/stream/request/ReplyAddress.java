package org.sekimori.stream.request;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer is to go. Travels as a header of the entry; only this instance's own doors set it, what comes by the inbox
 * cannot.
 *
 * @param slot partition of {@code replies}
 * @param door the door that waits; several may share a slot
 * @param correlation which of its questions
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

    /** Null if the bytes are none of ours. */
    public static @Nullable ReplyAddress of(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != LENGTH) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new ReplyAddress(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}
