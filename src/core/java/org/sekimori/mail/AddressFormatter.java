package org.sekimori.mail;

/** Formats addresses canonically. */
final class AddressFormatter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private AddressFormatter() {}

    /** The low 32 bits as four decimal numbers. */
    static String ipv4(long bits) {
        StringBuilder text = new StringBuilder(15);
        for (int shift = 24; shift >= 0; shift -= 8) {
            text.append(bits >>> shift & 0xff);
            if (shift > 0) {
                text.append('.');
            }
        }
        return text.toString();
    }

    /**
     * RFC 5952, section 4: lower case, no leading zeros, the longest run of at least two zero groups as {@code ::}, the first
     * one if several are equally long.
     */
    static String ipv6(long high, long low) {
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; ) {
            int end = i;
            while (end < 8 && group(high, low, end) == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = end + 1;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                appendHex(text, group(high, low, i));
            }
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }

    private static void appendHex(StringBuilder text, int group) {
        boolean started = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = group >>> shift & 0xf;
            if (started || digit != 0 || shift == 0) {
                text.append(HEX[digit]);
                started = true;
            }
        }
    }
}
