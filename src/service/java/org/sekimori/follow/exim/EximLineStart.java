package org.sekimori.follow.exim;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The beginning of a line of Exim's log: what stands before the message id, the id, and which lines without an id are known. */
final class EximLineStart {

    /** Exim's own time stamp, which stands behind that of syslog ({@code syslog_timestamp}), and {@code [pid]} ({@code +pid}). */
    private static final Pattern BEFORE = Pattern.compile(
            "(?:[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{3,6})?(?: [+-][0-9]{4})? )?(?:\\[[0-9]+] )?");

    /** Parts of an id before 4.97, such as {@code 1tABcd-0005Vc-0A}, and since, such as {@code 1tABcd-000000005Vc-0Abc}. */
    private static final int[][] PARTS = {{6, 6, 2}, {6, 11, 4}};

    /** Beginnings of lines without an id that are of no use here; see "Log files" in the specification. */
    private static final List<String> KNOWN = List.of(
            "SMTP ",
            "H=",
            "U=",
            "DS H=",
            "TLS ",
            "Start ",
            "End ",
            "exim ",
            "no host name found",
            "no IP address found",
            "Connection from ",
            "connection from ",
            "refused connection",
            "rejected ",
            "LOGIN",
            "unexpected disconnection",
            "Unexpected disconnection",
            "cwd=",
            "pid ",
            "SIGHUP",
            "SIGTERM",
            "Warning: ",
            "WARNING: ",
            "too many ",
            "ignoring AUTH=",
            "no MAIL in ",
            "VRFY ",
            "ETRN ",
            "EXPN ",
            "ATRN ",
            "socket bind()",
            "daemon: ",
            "host name alias",
            "host lookup",
            "list matching",
            "lost connection",
            "unqualified ",
            "Failed to ",
            "failed to ",
            "malware acl",
            "spam acl",
            "clamd: ",
            "DKIM",
            "PDKIM",
            "retry ",
            "Can't ",
            "Cannot ",
            "Could not ",
            "could not ",
            "Couldn't ",
            "queue run",
            "Ci=",
            "cutthrough",
            "lookup ",
            "timeout ",
            "OCSP",
            "GnuTLS",
            "OpenSSL",
            "process ",
            "remote host ",
            "configured error code",
            "spool ");

    private EximLineStart() {}

    /** The line from the message id on. */
    static String skip(String text) {
        Matcher before = BEFORE.matcher(text);
        return before.lookingAt() ? text.substring(before.end()) : text;
    }

    /** The message id with which the line begins, before a space; null without one. */
    static @Nullable String messageId(String text) {
        for (int[] parts : PARTS) {
            int end = end(text, parts);
            if (end > 0) {
                return text.substring(0, end);
            }
        }
        return null;
    }

    private static int end(String text, int[] parts) {
        int at = 0;
        for (int part = 0; part < parts.length; part++) {
            for (int to = at + parts[part]; at < to; at++) {
                if (at >= text.length() || !alphanumeric(text.charAt(at))) {
                    return -1;
                }
            }
            char wanted = part == parts.length - 1 ? ' ' : '-';
            if (at >= text.length() || text.charAt(at) != wanted) {
                return -1;
            }
            at++;
        }
        return at - 1;
    }

    private static boolean alphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a line without an id is one of those that Exim is known to write. */
    static boolean known(String text) {
        return text.isEmpty() || KNOWN.stream().anyMatch(text::startsWith);
    }
}
