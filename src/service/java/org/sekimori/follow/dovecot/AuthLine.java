package org.sekimori.follow.dovecot;

import org.jspecify.annotations.Nullable;

/**
 * A line of the auth process or its workers, which needs {@code auth_verbose = yes}. Until 2.3 {@code
 * passwd-file(alice,203.0.113.7,<session>): Password mismatch}; since 2.4 {@code auth(alice,203.0.113.7,sasl:plain)<session>:
 * passwd-file: Password mismatch}. The name is the client's text, and with {@code auth_verbose_passwords} so is the password behind it.
 */
sealed interface AuthLine {

    /** Length at which Dovecot cuts a name here, and marks it with three dots. */
    int CUT = 64;

    /** Longest id of a session that is kept as it is. */
    int LONGEST_SESSION = 128;

    /**
     * A message about one request.
     *
     * @param passdb what looked the password up, such as {@code passwd-file}
     * @param user the name that the client gave
     * @param address the client's address
     * @param master whether a master user logs in, in the place of another user
     * @param session the session's id; null for other servers that ask Dovecot, such as Postfix
     * @param failed whether the password was wrong or the name unknown; else it is another message
     */
    record Request(
            String passdb,
            String user,
            String address,
            boolean master,
            @Nullable String session,
            boolean failed) implements AuthLine {

        /** Whether the name is whole: Dovecot cuts long ones. */
        boolean named() {
            return !user.isEmpty() && !user.equals("?") && !(user.length() >= CUT && user.endsWith("..."));
        }
    }

    /** Not about a request with an address. */
    record Other() implements AuthLine {}

    /** The client's text allows more than one reading. */
    record Unclear() implements AuthLine {}

    /** Whether a line belongs to the auth process or its workers. */
    static boolean announced(String text) {
        return text.startsWith("auth") || text.startsWith("dovecot-auth");
    }

    /** Reads a line that {@link #announced} tells. */
    static AuthLine read(String text) {
        Request last = AuthLinePatterns.read(text, AuthLinePatterns.OLD_LAST, AuthLinePatterns.NEW_LAST);
        Request first = AuthLinePatterns.read(text, AuthLinePatterns.OLD_FIRST, AuthLinePatterns.NEW_FIRST);
        if (last == null || first == null) {
            return new Other();
        }
        return last.equals(first) ? last : new Unclear();
    }
}
