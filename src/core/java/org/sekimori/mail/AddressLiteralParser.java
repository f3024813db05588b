package org.sekimori.mail;

import org.sekimori.text.QuotedText;

/**
 * Parses one address literal, left to right, without backtracking. Hand-written because {@code InetAddress.getByName} queries DNS
 * for names and reads {@code 1.2.3} as {@code 1.2.0.3}.
 */
final class AddressLiteralParser {

    /** {@code [IPv6:} and {@code ]} around the longest IPv6 text, which ends in dotted IPv4. */
    private static final int MAX_LENGTH = 45 + 7;

    private static final String TAG = "IPv6:";

    private final String text;
    private final int end;
    private int at;

    private AddressLiteralParser(String text, int at, int end) {
        this.text = text;
        this.at = at;
        this.end = end;
    }

    static ClientAddress parse(String literal) {
        if (literal.length() > MAX_LENGTH) {
            throw bad(literal, "longer than " + MAX_LENGTH + " characters");
        }
        int start = 0;
        int end = literal.length();
        if (literal.startsWith("[")) {
            if (!literal.endsWith("]")) {
                throw bad(literal, "opening bracket without a closing one at the end");
            }
            start = 1;
            end--;
        }
        boolean tagged = literal.regionMatches(true, start, TAG, 0, TAG.length());
        if (tagged) {
            start += TAG.length();
        }
        if (start >= end) {
            throw bad(literal, "empty");
        }
        AddressLiteralParser reader = new AddressLiteralParser(literal, start, end);
        int colon = literal.indexOf(':', start);
        return tagged || (colon >= 0 && colon < end) ? reader.ipv6() : ClientAddress.ofIpv4(reader.ipv4());
    }

    /** Four decimal numbers up to the end of the literal. */
    private long ipv4() {
        long bits = 0;
        for (int i = 0; i < 4; i++) {
            if (i > 0 && !take('.')) {
                throw bad(text, "expected four numbers from 0 to 255 with dots between them");
            }
            bits = bits << 8 | octet();
        }
        if (at < end) {
            throw bad(text, "something follows the address");
        }
        return bits;
    }

    private int octet() {
        int start = at;
        int value = 0;
        while (at < end && at - start < 4 && digit(text.charAt(at), 10) >= 0) {
            value = value * 10 + digit(text.charAt(at++), 10);
        }
        if (at == start || value > 255) {
            throw bad(text, "expected four numbers from 0 to 255 with dots between them");
        }
        if (at - start > 1 && text.charAt(start) == '0') {
            throw bad(text, "a number with a leading zero could be octal");
        }
        return value;
    }

    /** Groups are shifted in from the right; those before {@code ::} are moved up at the end. */
    private ClientAddress ipv6() {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        if (take(':')) {
            require(take(':'), "a single colon at the start");
            gap = 0;
        }
        while (at < end) {
            require(count < 8, "more than eight groups");
            if (dottedAhead()) {
                require(count <= 6, "more than eight groups");
                long bits = ipv4();
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) bits & 0xffff;
                break;
            }
            groups[count++] = group();
            if (at < end) {
                require(take(':'), "a character that is not part of an address");
                if (take(':')) {
                    require(gap < 0, "more than one '::'");
                    gap = count;
                } else {
                    require(at < end, "a single colon at the end");
                }
            }
        }
        require(gap < 0 ? count == 8 : count < 8, "not eight groups");
        return combine(groups, count, gap);
    }

    private static ClientAddress combine(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int skipped = 8 - count;
            int group;
            if (gap < 0 || i < gap) {
                group = groups[i];
            } else {
                group = i < gap + skipped ? 0 : groups[i - skipped];
            }
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new ClientAddress(high, low);
    }

    private int group() {
        int start = at;
        int value = 0;
        while (at < end && at - start < 4 && digit(text.charAt(at), 16) >= 0) {
            value = value << 4 | digit(text.charAt(at++), 16);
        }
        require(at > start, "expected one to four hexadecimal digits between colons");
        return value;
    }

    private boolean dottedAhead() {
        for (int i = at; i < end && i < at + 4; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                return true;
            }
            if (c == ':') {
                return false;
            }
        }
        return false;
    }

    private boolean take(char c) {
        if (at < end && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw bad(text, problem);
        }
    }

    /** The value of an ASCII digit, -1 otherwise; {@link Character#digit} accepts the digits of every script. */
    private static int digit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }

    private static IllegalArgumentException bad(String literal, String problem) {
        return new IllegalArgumentException("not an IP address: " + QuotedText.of(literal) + " (" + problem + ")");
    }
}
