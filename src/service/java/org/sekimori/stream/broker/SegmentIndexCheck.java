package org.sekimori.stream.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks whether an index file can belong to a segment. The layouts are those of Kafka's {@code OffsetIndex} (relative offset and
 * position, 32 bits each) and {@code TimeIndex} (time in 64 bits, relative offset in 32): both rise from entry to entry.
 */
final class SegmentIndexCheck {

    /** Octets of an entry of an offset index. */
    static final int OFFSETS = 8;

    /** Octets of an entry of a time index. */
    static final int TIMES = 12;

    /** Largest index of the embedded broker; of a larger file only this much is checked. */
    private static final int MOST = 1 << 20;

    private SegmentIndexCheck() {}

    /** Whether the file is absent or plausible. Zeros at its end are preallocated. */
    static boolean fits(Path index, int entry, Path segment) throws IOException {
        if (!Files.exists(index)) {
            return true;
        }
        long size = Files.size(index);
        if (size % entry != 0) {
            return false;
        }
        ByteBuffer bytes;
        try (var in = Files.newInputStream(index)) {
            bytes = ByteBuffer.wrap(in.readNBytes(MOST));
        }
        return entry == OFFSETS ? offsetsRise(bytes, Files.size(segment)) : timesRise(bytes);
    }

    private static boolean offsetsRise(ByteBuffer bytes, long segment) {
        int offset = -1;
        int position = -1;
        while (bytes.remaining() >= OFFSETS) {
            int nextOffset = bytes.getInt();
            int nextPosition = bytes.getInt();
            if (nextOffset == 0 && nextPosition == 0 && position >= 0) {
                return onlyZeros(bytes);
            }
            if (nextOffset < 0
                    || nextPosition < 0
                    || nextOffset < offset
                    || nextPosition < position
                    || nextPosition > segment) {
                return false;
            }
            offset = nextOffset;
            position = nextPosition;
        }
        return true;
    }

    private static boolean timesRise(ByteBuffer bytes) {
        long time = Long.MIN_VALUE;
        int offset = -1;
        while (bytes.remaining() >= TIMES) {
            long nextTime = bytes.getLong();
            int nextOffset = bytes.getInt();
            if (nextTime == 0 && nextOffset == 0 && offset >= 0) {
                return onlyZeros(bytes);
            }
            if (nextTime < time || nextOffset < offset || nextOffset < 0) {
                return false;
            }
            time = nextTime;
            offset = nextOffset;
        }
        return true;
    }

    private static boolean onlyZeros(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }
}
