package org.sekimori.follow.postfix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts that Postfix's lines are made of. Clients choose addresses, HELO names, headers and log-in names, so each part is read
 * from the left and where its form ends; nothing is searched for behind text that a client chose.
 */
final class LineText {

    /** Postfix cuts a line here ({@code msg_syslog.c}); what ends with the line may be cut too. */
    static final int CUT = 2000;

    /** {@code name[address]} and, with {@code smtpd_client_port_logging}, {@code :port}. */
    private static final Pattern PEER =
            Pattern.compile("([^\\s\\[\\]]{1,255})\\[([^\\s\\[\\]]{1,64})](?::(?:\\d{1,5}|unknown))?");

    private static final Pattern ENHANCED = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    private LineText() {}

    /**
     * A client.
     *
     * @param end where the text behind it begins
     */
    record Peer(String name, String address, int end) {}

    /** The client at this place; null if there is none. */
    static @Nullable Peer peer(String text, int from) {
        Matcher matcher = PEER.matcher(text).region(from, text.length());
        return matcher.lookingAt() ? new Peer(matcher.group(1), matcher.group(2), matcher.end()) : null;
    }

    /** Whether a relay, {@code name[address]:port}, is a program on this machine. */
    static boolean isHere(String relay) {
        int from = relay.indexOf('[');
        int to = relay.indexOf(']', from);
        return from >= 0 && to > from && loopback(relay.substring(from + 1, to));
    }

    /** Whether the address is this machine's own. */
    static boolean loopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("IPv6:::1");
    }

    /**
     * Whether this is a queue id ({@code mail_queue.h}): six or more upper-case hexadecimal digits, or the long form, with
     * {@code z} between time and inode, digits and consonants.
     */
    static boolean isQueueId(String word) {
        int length = word.length();
        if (length < 6 || length > 40) {
            return false;
        }
        boolean hex = true;
        boolean safe = true;
        for (int i = 0; i < length && (hex || safe); i++) {
            char c = word.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            hex &= digit || c >= 'A' && c <= 'F';
            safe &= digit || (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') && "AEIOUaeiou".indexOf(c) < 0;
        }
        return hex || safe && word.lastIndexOf('z') >= 10;
    }

    /** Where the address that begins here ends, at its {@code >}: outside quotes, as RFC 5322 writes them; -1 if it does not. */
    static int quotedAddressEnd(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** The enhanced status code (RFC 3463) behind an SMTP reply code, or at the very beginning; null if there is none. */
    static @Nullable String statusCode(String reply) {
        int from = reply.length() > 4 && Character.isDigit(reply.charAt(2)) && reply.charAt(3) == ' ' ? 4 : 0;
        Matcher matcher = ENHANCED.matcher(reply).region(from, reply.length());
        return matcher.lookingAt() ? matcher.group() : null;
    }
}
