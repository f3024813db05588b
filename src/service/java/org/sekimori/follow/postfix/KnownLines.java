package org.sekimori.follow.postfix;

import java.util.List;
import java.util.Set;

/** Postfix's lines that are known to be of no use here, so that new ones are noticed. */
final class KnownLines {

    /** Daemons and commands whose own lines never concern a submission. */
    private static final Set<String> SILENT = Set.of(
            "anvil",
            "dnsblog",
            "flush",
            "master",
            "postalias",
            "postconf",
            "postdrop",
            "postfix",
            "postfix-script",
            "postlog",
            "postlogd",
            "postmap",
            "postmulti",
            "postqueue",
            "postscreen",
            "proxymap",
            "proxywrite",
            "qmqpd",
            "scache",
            "sendmail",
            "showq",
            "spawn",
            "tlsmgr",
            "tlsproxy",
            "trivial-rewrite",
            "verify");

    private static final List<String> BEGINNINGS = List.of(
            "connect from ",
            "disconnect from ",
            "bare <",
            "lost connection after ",
            "timeout after ",
            "too many errors after ",
            "hangup after ",
            "improper command pipelining after ",
            "connect to ",
            "host ",
            "Anonymous TLS connection ",
            "Trusted TLS connection ",
            "Untrusted TLS connection ",
            "Verified TLS connection ",
            "setting up TLS connection ",
            "SSL_accept error ",
            "SSL_connect error ",
            "SSL3 alert ",
            "TLS ",
            "tls_",
            "certificate ",
            "Server certificate ",
            "initializing ",
            "private/",
            "error: ",
            "fatal: ",
            "panic: ",
            "info: ",
            "statistics: ",
            "daemon started ",
            "terminating ",
            "reload ",
            "starting ",
            "stopping ",
            "refreshing ",
            "table ",
            "using backwards-compatible ",
            "discarding EHLO ",
            "proxy-accept: ",
            "proxy-reject: ",
            "sasl_exceptions",
            "replacing command ",
            "Requeued: ",
            "Deleted: ",
            "Placed on hold: ",
            "Released from hold: ",
            "Force-expired: ",
            "Renamed to match inode number: ",
            "sender non-delivery ",
            "mapping ",
            "address ",
            "Unsupported ",
            "Illegal ",
            "warning: ",
            "relay ",
            "lost connection with ",
            "conversation with ",
            "subject=",
            "fingerprint=",
            "issuer=",
            "ruleset=",
            "attempt to connect",
            "maillog_file",
            "open ");

    private static final List<String> OF_A_MESSAGE = List.of(
            "host ",
            "enabling PIX ",
            "lost connection with ",
            "conversation with ",
            "breaking ",
            "Cannot start TLS",
            "TLS ",
            "passing ",
            "skipped, still being delivered",
            "uid=",
            "sender delay notification: ",
            "sender delivery status notification: ",
            "sender non-delivery notification: ",
            "postmaster ",
            "placed on hold",
            "released from hold",
            "expired",
            "client=",
            "removed",
            "SASL ",
            "Server certificate ",
            "certificate ",
            "connect to ",
            "too many errors after ",
            "hangup after ",
            "filter: ",
            "replace: ",
            "prepend: ",
            "warn: ",
            "info: ",
            "strip: ",
            "ignore: ",
            "reject: ",
            "discard: ",
            "milter-",
            "message size ",
            "no-",
            "wrong ",
            "sender ",
            "address ",
            "enabling ",
            "disabling ",
            "requeued",
            "trying ",
            "from=<",
            "Requiring ",
            "header ",
            "delivers to command",
            "dsn=");

    private KnownLines() {}

    /** Whether a line that concerns no message is known. */
    static boolean isKnown(String daemon, String text) {
        return SILENT.contains(daemon) || begins(BEGINNINGS, text);
    }

    /**
     * Whether a line is known that concerns a message.
     *
     * @param rest the line behind the queue id
     */
    static boolean isKnownOfMessage(String rest) {
        return begins(OF_A_MESSAGE, rest);
    }

    private static boolean begins(List<String> beginnings, String text) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
