package org.sekimori.web.oidc;

import java.util.Locale;
import java.util.Set;

/** Why nobody was logged in by the provider, as far as the person at the browser should know. */
public enum OidcProblem {
    /** The provider, or this service, cannot do it at the moment. */
    AWAY,
    /** The log-in was not begun in this browser, was begun too long ago, or was ended before. */
    AGAIN,
    /** The provider let the person not in, or the person gave up there. */
    DENIED,
    /** What the provider answered cannot be trusted, or does not follow the protocol. */
    INVALID,
    /** The person logged in by less than is required, such as a password alone. */
    WEAK,
    /** No role of the console belongs to the person. */
    ROLE,
    /** The person's name at the console cannot be used, such as that of a local user. */
    NAME,
    /** No mailbox belongs to the person that the provider has verified. */
    MAILBOX;

    /** The word in addresses and keys of messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A word that stands in an address, if it is one of these problems; empty for any other.
     *
     * @param told what a page has words for
     */
    public static String known(String word, Set<OidcProblem> told) {
        return told.stream().anyMatch(one -> one.word().equals(word)) ? word : "";
    }
}
