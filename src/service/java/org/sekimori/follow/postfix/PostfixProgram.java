package org.sekimori.follow.postfix;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells Postfix's daemons by the program's tag: {@code syslog_name} and the daemon, such as {@code postfix/smtpd}. An instance
 * or a service may have any name of its own ({@code postfix-out/smtp}, {@code postfix/submission/smtpd}, {@code ix/smtpd}).
 */
final class PostfixProgram {

    private static final Set<String> DAEMONS = Set.of(
            "anvil",
            "bounce",
            "cleanup",
            "defer",
            "discard",
            "dnsblog",
            "error",
            "flush",
            "lmtp",
            "local",
            "master",
            "nqmgr",
            "oqmgr",
            "pickup",
            "pipe",
            "postalias",
            "postconf",
            "postdrop",
            "postfix-script",
            "postlog",
            "postlogd",
            "postmap",
            "postmulti",
            "postqueue",
            "postscreen",
            "postsuper",
            "proxymap",
            "proxywrite",
            "qmgr",
            "qmqpd",
            "retry",
            "scache",
            "sendmail",
            "showq",
            "smtp",
            "smtpd",
            "spawn",
            "tlsmgr",
            "tlsproxy",
            "trace",
            "trivial-rewrite",
            "verify",
            "virtual");

    private PostfixProgram() {}

    /**
     * The daemon of a tag.
     *
     * @return null if it is not Postfix; empty if the tag does not name the daemon
     */
    static @Nullable String daemon(String program) {
        int slash = program.lastIndexOf('/');
        if (slash < 0) {
            return program.equals("postfix") ? "" : null;
        }
        String last = program.substring(slash + 1);
        if (DAEMONS.contains(last)) {
            return last;
        }
        return program.startsWith("postfix") ? last : null;
    }
}
