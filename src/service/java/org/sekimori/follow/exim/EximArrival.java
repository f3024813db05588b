package org.sekimori.follow.exim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line {@code <= sender H=… P=… A=… S=… id=… T="…" for …}: Exim took a message. It is built in {@code receive_msg()} of
 * {@code receive.c}.
 *
 * @param sender envelope sender as logged, {@code <>} for the null sender
 * @param host the client; null for a local one
 * @param fields the fields behind the client
 * @param recipients envelope recipients; empty unless {@code log_selector} has {@code +received_recipients}
 */
record EximArrival(String sender, @Nullable EximHost host, EximFields fields, List<String> recipients) {

    /** Brackets that are tried as that of the client's address. A line of Exim has 8,192 octets, so it cannot hold more. */
    private static final int MOST_TRIED = 1_000;

    /**
     * Reads the line behind {@code <= }. Every bracket that may be that of the client's address is tried, the last first. The first that
     * leaves a whole line behind it is the client's: in the fields behind it a client's text is within matching quotes, so a
     * bracket in them leaves a quote without its partner; brackets before it are within the HELO name.
     *
     * @return null if the line cannot be what Exim writes
     */
    static @Nullable EximArrival read(String text) {
        int end = EximAddress.end(text, 0);
        if (end <= 0) {
            return null;
        }
        String sender = text.substring(0, end);
        int start = skipReference(text, end);
        start = text.startsWith(" DS H=", start) ? start + 3 : start;
        if (!text.startsWith(" H=", start)) {
            return complete(text, sender, null, start);
        }
        int from = start + 3;
        int tried = 0;
        for (int open = text.lastIndexOf('[');
                open >= from && tried < MOST_TRIED;
                open = text.lastIndexOf('[', open - 1)) {
            EximHost host = EximHost.read(text, from, open);
            if (host != null) {
                tried++;
                EximArrival arrival = complete(text, sender, host, host.end());
                if (arrival != null) {
                    return arrival;
                }
            }
        }
        return null;
    }

    private static int skipReference(String text, int start) {
        return text.startsWith(" R=", start) ? EximAddress.end(text, start + 3) : start;
    }

    private static @Nullable EximArrival complete(String text, String sender, @Nullable EximHost host, int start) {
        EximFields fields = start < 0 ? null : EximFields.read(text, start);
        if (fields == null || !fields.has("P")) {
            return null;
        }
        List<String> recipients = new ArrayList<>();
        return envelope(text, fields.end(), recipients) ? new EximArrival(sender, host, fields, recipients) : null;
    }

    /** Reads {@code from <sender> for recipient recipient …} to the end of the line; the whole of it may be missing. */
    private static boolean envelope(String text, int start, List<String> recipients) {
        int at = start;
        if (text.startsWith(" from <", at)) {
            at = EximAddress.closing(text, at + 6) + 1;
            if (at == 0) {
                return false;
            }
        }
        if (!text.startsWith(" for ", at)) {
            return at == text.length();
        }
        at += 4;
        while (at < text.length()) {
            int end = EximAddress.end(text, at + 1);
            if (end < 0 || end == at + 1) {
                return false;
            }
            String one = text.substring(at + 1, end);
            if (!one.endsWith("<trunc>")) {
                recipients.add(one);
            }
            at = end;
        }
        return true;
    }

    /** The authenticated name of {@code A=authenticator:name}, perhaps with {@code :sender} behind it; null without one. */
    @Nullable
    String account() {
        return account(fields);
    }

    /**
     * The authenticated name. With {@code +smtp_mailauth}, the client's own parameter of MAIL follows it after a colon; so a name
     * ends at its first colon.
     */
    static @Nullable String account(EximFields fields) {
        String authenticator = fields.get("A");
        int name = authenticator == null ? -1 : authenticator.indexOf(':');
        if (authenticator == null || name < 0) {
            return null;
        }
        int end = authenticator.indexOf(':', name + 1);
        String account = authenticator.substring(name + 1, end < 0 ? authenticator.length() : end);
        return account.isEmpty() ? null : account;
    }

    /** Octets; 0 if unknown. */
    long size() {
        String size = fields.get("S");
        return size != null && size.matches("[0-9]{1,15}") ? Long.parseLong(size) : 0;
    }

    /** The Message-ID; null if it is not logged, or made by Exim. */
    @Nullable
    String messageId() {
        return fields.get("id");
    }

    /** The protocol, such as {@code TLSv1.3}; null if unencrypted or not logged. */
    @Nullable
    String tls() {
        String cipher = fields.get("X");
        if (cipher == null) {
            return null;
        }
        String protocol = cipher.substring(0, cipher.indexOf(':') < 0 ? cipher.length() : cipher.indexOf(':'));
        return protocol.toUpperCase(Locale.ROOT).matches("TLSV?1(\\.[0-9x])?")
                ? "TLSv" + protocol.substring(protocol.indexOf('1'))
                : null;
    }
}
