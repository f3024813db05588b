package org.sekimori.intake.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the decoder found: a packet, or octets that are none. */
sealed interface MilterInput {

    /**
     * A packet.
     *
     * @param command of {@link MilterProtocol}, or any other character
     * @param length of its data in octets, those that were not kept included
     * @param data its data, or as many of its first octets as are of use
     */
    record Packet(char command, int length, byte[] data) implements MilterInput {

        /** Whether octets at its end were not kept. */
        boolean cut() {
            return data.length < length;
        }

        /**
         * The texts that each end in a NUL, as far as they are whole.
         *
         * @param from offset of the first one
         */
        List<byte[]> texts(int from) {
            List<byte[]> texts = new ArrayList<>();
            int start = from;
            for (int i = from; i < data.length; i++) {
                if (data[i] == 0) {
                    texts.add(Arrays.copyOfRange(data, start, i));
                    start = i + 1;
                }
            }
            return texts;
        }

        /** Octets as UTF-8; what is not becomes U+FFFD. */
        static String text(byte[] octets) {
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    /**
     * Octets that are not a packet; nothing after them can be read.
     *
     * @param reason one sentence
     * @param beginning the first of them
     */
    record Garbage(String reason, byte[] beginning) implements MilterInput {}
}
