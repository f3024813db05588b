package org.sekimori.followup.channels;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The mail server for notices.
 *
 * @param host name or address
 * @param port such as 25, 465 or 587
 * @param tls protection of the connection
 * @param user for SMTP AUTH; empty: none
 * @param password file with the password; null: none
 * @param from address of the header From
 * @param envelopeFrom envelope sender; empty: the null sender, so that no bounce comes back (RFC 3834)
 */
public record SmtpSettings(
        String host,
        int port,
        Tls tls,
        String user,
        @Nullable Path password,
        String from,
        String envelopeFrom) {

    /** How the connection is protected. Certificates are verified wherever there is one. */
    public enum Tls {
        /** Not at all; for a server on the same machine. */
        NONE,
        /** By STARTTLS if the server offers it. */
        STARTTLS,
        /** By STARTTLS, or nothing is sent. */
        REQUIRED,
        /** From the first octet on (RFC 8314). */
        IMPLICIT
    }
}
