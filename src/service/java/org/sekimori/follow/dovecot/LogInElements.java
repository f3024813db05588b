package org.sekimori.follow.dovecot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a log-in line, {@code user=<alice>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.1, mpid=42, TLS, session=<…>}
 * ({@code login_log_format_elements}). Names of users and mechanisms are the client's text, with control characters replaced, and may
 * hold what looks like another element.
 *
 * @param user the name that the client gave; empty if it gave none
 * @param address the client's address
 * @param session the session's id; null if it is not logged
 * @param master who logged in in the place of the user, from {@code auth_user=<…>}; null if it is not logged or nobody did
 * @param tls the protocol, such as {@code TLSv1.3}; null if it is not logged
 */
record LogInElements(
        String user,
        String address,
        @Nullable String session,
        @Nullable String master,
        @Nullable String tls) {

    /**
     * The order that ships. Greedy, so that the last {@code rip=} is taken: what follows it is the server's own text.
     */
    private static final Pattern SHIPPED =
            Pattern.compile("(?:user=<(.*)>, )?(?:method=([A-Za-z0-9_.-]*), )?rip=([0-9A-Fa-f.:]{2,45})((?:, .*)?)");

    private static final Pattern USER = Pattern.compile("(?:^|, )user=<([^>]*)>(?=, |$)");
    private static final Pattern ADDRESS = Pattern.compile("(?:^|, )rip=([0-9A-Fa-f.:]{2,45})(?=, |$)");
    private static final Pattern SESSION = Pattern.compile("(?:^|, )session=<([^<>, ]{1,128})>(?=, |$)");
    private static final Pattern MASTER = Pattern.compile("(?:^|, )auth_user=<([^>]*)>(?=, |$)");
    private static final Pattern TLS = Pattern.compile("\\b(TLSv1(?:\\.[0-9])?) with cipher ");

    /** What a name cannot hold without looking like further elements. */
    private static final Pattern FORGED = Pattern.compile(">, |, (?:rip|lip|method|session|user|mpid|auth_user)=");

    /** Length at which {@code str_sanitize()} cuts a name, and marks it with three dots. */
    private static final int CUT = 80;

    /**
     * Reads the elements.
     *
     * @return null if the client's address cannot be told for sure
     */
    static @Nullable LogInElements read(String text) {
        Matcher shipped = SHIPPED.matcher(text);
        if (shipped.matches() && (shipped.group(1) != null || !shipped.group(4).contains(", user=<"))) {
            String user = shipped.group(1) == null ? "" : shipped.group(1);
            String rest = shipped.group(4);
            return FORGED.matcher(user).find()
                    ? null
                    : new LogInElements(user, shipped.group(3), only(SESSION, rest), only(MASTER, rest), tls(rest));
        }
        String user = only(USER, text);
        String address = only(ADDRESS, text);
        return user == null || address == null
                ? null
                : new LogInElements(user, address, only(SESSION, text), only(MASTER, text), tls(text));
    }

    /** Whether the name is whole: Dovecot cuts long ones. */
    boolean named() {
        return !user.isEmpty() && !(user.length() >= CUT && user.endsWith("..."));
    }

    /** Whether somebody else logged in, in the place of the user. */
    boolean byMaster() {
        return master != null && !master.isEmpty() && !master.equalsIgnoreCase(user);
    }

    private static @Nullable String only(Pattern element, String text) {
        Matcher found = element.matcher(text);
        if (!found.find()) {
            return null;
        }
        String value = found.group(1);
        return found.find() ? null : value;
    }

    private static @Nullable String tls(String text) {
        Matcher tls = TLS.matcher(text);
        return tls.find() ? tls.group(1) : null;
    }
}
