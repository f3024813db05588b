package org.sekimori.follow.dovecot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LineIds;

/** The forms of a line of the auth process, each with the longest and with the shortest name of a user that it allows. */
final class AuthLinePatterns {

    private static final String IDENTITY = ",(?<address>[0-9A-Fa-f.:]{2,45})(?:,sasl:[a-z0-9-]+)?(?<master>,master)?";

    /** A worker's connection and the number of its request, in 2.3. */
    private static final String WORKER = "(?:conn unix:[a-z/.-]*auth-worker \\([a-z0-9=,]*\\): auth-worker<[0-9]+>: )?";

    private static final String OLD = "(?:dovecot-)?auth(?:-worker)?(?:\\((?:[0-9]+|default)\\))?: (?:Info: )?" + WORKER
            + "(?<passdb>[a-z][a-z0-9_-]*)\\((?<user>.*%s)" + IDENTITY
            + "(?:,<(?<session>[^<>()\\s,]*)>|,)?\\): (?<message>.*)";

    private static final String NEW = "auth(?:-worker)?\\((?<user>.*%s)" + IDENTITY
            + "\\)(?:<[0-9]+>)?(?:<(?<session>[^<>()\\s]*)>)?: (?:Info: )?(?:request \\[[0-9]+]: )?"
            + "(?:(?<passdb>[a-z][a-z0-9_-]*): )?(?<message>.*)";

    static final Pattern OLD_LAST = Pattern.compile(OLD.formatted(""));
    static final Pattern OLD_FIRST = Pattern.compile(OLD.formatted("?"));
    static final Pattern NEW_LAST = Pattern.compile(NEW.formatted(""));
    static final Pattern NEW_FIRST = Pattern.compile(NEW.formatted("?"));

    private static final Pattern WRONG = Pattern.compile(
            "(?i)(?:password mismatch|unknown user|invalid credentials|pam_authenticate\\(\\) failed: ).*");

    private AuthLinePatterns() {}

    /** Reads a line in one of the two forms; null if it has neither. */
    static AuthLine.@Nullable Request read(String text, Pattern old, Pattern recent) {
        Matcher match = old.matcher(text);
        if (!match.matches()) {
            match = recent.matcher(text);
            if (!match.matches()) {
                return null;
            }
        }
        String passdb = match.group("passdb");
        String session = match.group("session");
        if (session != null && session.length() > AuthLine.LONGEST_SESSION) {
            session = LineIds.hash(session);
        }
        return new AuthLine.Request(
                passdb == null ? "" : passdb,
                match.group("user"),
                match.group("address"),
                match.group("master") != null,
                session == null || session.isEmpty() ? null : session,
                WRONG.matcher(match.group("message")).matches());
    }
}
