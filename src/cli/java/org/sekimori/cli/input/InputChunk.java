package org.sekimori.cli.input;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A chunk of consecutive, undecoded entries of a recording, passed from the reader to a worker. */
public sealed interface InputChunk {

    /** The partition whose activations hold for these entries; 0 for a file, which is one order. */
    int partition();

    /** Each entry's bytes, in their order; empty ones are lines without content. */
    void forEach(Consumer<byte[]> visitor);

    /**
     * Records of the log.
     *
     * @param values each one entry
     */
    record Records(int partition, List<byte[]> values) implements InputChunk {

        @Override
        public void forEach(Consumer<byte[]> visitor) {
            values.forEach(visitor);
        }
    }

    /**
     * Whole lines of a file.
     *
     * @param file the file's name
     * @param ordinal the file's number among all that are read, from 0
     * @param first number of the first line, from 1
     * @param bytes the lines, each ended by a line feed, but for the last one of the file
     * @param length how many of the bytes are filled
     */
    record Lines(String file, int ordinal, long first, byte[] bytes, int length) implements InputChunk {

        @Override
        public int partition() {
            return 0;
        }

        @Override
        public void forEach(Consumer<byte[]> visitor) {
            int from = 0;
            for (int at = 0; at < length; at++) {
                if (bytes[at] == '\n') {
                    visitor.accept(Arrays.copyOfRange(bytes, from, at > from && bytes[at - 1] == '\r' ? at - 1 : at));
                    from = at + 1;
                }
            }
            if (from < length) {
                visitor.accept(Arrays.copyOfRange(bytes, from, length));
            }
        }
    }
}
