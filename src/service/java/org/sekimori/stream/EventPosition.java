package org.sekimori.stream;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Position of a decision's entry on {@code events}: the header {@code event} of every record on {@code decisions}, 12 octets, big
 * endian. A header and not a field, because the value of a decision must be the same in every replay, and the position is not.
 *
 * @param partition of {@code events}
 * @param offset in it
 */
public record EventPosition(int partition, long offset) {

    private static final String HEADER = "event";

    public void set(Headers headers) {
        headers.add(HEADER, SourcePosition.octets(partition, offset));
    }

    /** The position in a decision's headers; null without one, as in records of earlier versions. */
    public static @Nullable EventPosition of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        SourcePosition read = header == null ? null : SourcePosition.read(header.value());
        return read == null ? null : new EventPosition(read.partition(), read.offset());
    }
}
