package org.sekimori.stream;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of {@code events} a decision was made upon: the header {@code event} of every record on {@code decisions}, 12
 * octets, big endian. It is a header and no field, because the value of a decision is the same wherever its event is
 * replayed, and the place is not.
 *
 * @param partition of {@code events}
 * @param offset in it
 */
public record EventPosition(int partition, long offset) {

    private static final String HEADER = "event";

    public void set(Headers headers) {
        headers.add(HEADER, SourcePosition.octets(partition, offset));
    }

    /** The position that a decision's headers name; null if they name none, as those of records written before there was one. */
    public static @Nullable EventPosition of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        SourcePosition read = header == null ? null : SourcePosition.read(header.value());
        return read == null ? null : new EventPosition(read.partition(), read.offset());
    }
}
