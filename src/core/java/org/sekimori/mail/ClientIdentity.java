package org.sekimori.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a client that did not log in. Address and certificates are proven; sender and header are what the client
 * says.
 *
 * @param address its address; null if unknown
 * @param certificates subject and fingerprints of its verified certificate, as the mail server gives them; empty without one
 * @param sender envelope sender; null if unknown
 * @param headerFrom address of the header From (RFC 5322, 3.6.2); null if the mail server does not give it
 */
public record ClientIdentity(
        @Nullable ClientAddress address,
        List<String> certificates,
        @Nullable String sender,
        @Nullable String headerFrom) {

    public ClientIdentity {
        certificates = List.copyOf(certificates);
    }
}
