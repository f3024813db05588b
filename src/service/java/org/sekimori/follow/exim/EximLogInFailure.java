package org.sekimori.follow.exim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line {@code plain authenticator failed for H=(helo) [address]: 535 Incorrect authentication data (set_id=name)}; older versions
 * write no {@code H=}. HELO and name are the client's text, and may hold what looks like the rest of the line.
 *
 * @param address the client's address
 * @param account the name that did not log in; null if {@code server_set_id} is not set
 */
record EximLogInFailure(String address, @Nullable String account) {

    static final String MARK = " authenticator failed for ";

    /** The end of the client and the reply. */
    private static final Pattern REPLY =
            Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::[0-9]+)?(?: I=\\[[0-9A-Fa-f:.]+](?::[0-9]+)?)?"
                    + "(?: U=\\S+)?(?: Ci=[0-9]+)?: ([0-9]{3}) ");

    private static final String WRONG = "Incorrect authentication data";

    /** What became of the line. */
    sealed interface Reading {
        /** A wrong password or an unknown name. */
        record Failed(EximLogInFailure failure) implements Reading {}

        /** Nobody's password was wrong: the client gave up, or the server could not tell. */
        record Other() implements Reading {}

        /** More than one client could be meant, or none. */
        record Unclear() implements Reading {}
    }

    /** Reads a line that has {@link #MARK}. */
    static Reading read(String text) {
        Matcher reply = REPLY.matcher(text);
        if (!reply.find(text.indexOf(MARK))) {
            return new Reading.Unclear();
        }
        String address = reply.group(1);
        String code = reply.group(2);
        int end = reply.end();
        if (reply.find()) {
            return new Reading.Unclear();
        }
        String rest = text.substring(end);
        if (!code.equals("535") || !rest.startsWith(WRONG)) {
            return new Reading.Other();
        }
        String open = WRONG + " (set_id=";
        boolean named = rest.startsWith(open) && rest.endsWith(")") && rest.length() > open.length() + 1;
        return new Reading.Failed(
                new EximLogInFailure(address, named ? rest.substring(open.length(), rest.length() - 1) : null));
    }
}
