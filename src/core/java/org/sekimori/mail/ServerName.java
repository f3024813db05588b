package org.sekimori.mail;

import java.util.Locale;

/**
 * The one way to write a server's name, so that an outcome finds its submission however its reporter writes it: in lower case
 * (RFC 4343: names of hosts are compared without case) and without the dot of the root at its end.
 */
public final class ServerName {

    private ServerName() {}

    /** The name in that form; an address is only written in lower case. */
    public static String of(String name) {
        String plain = name.strip();
        while (plain.length() > 1 && plain.endsWith(".")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.toLowerCase(Locale.ROOT);
    }
}
