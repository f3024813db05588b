package org.sekimori.geo;

import java.util.Locale;

/** Why a public address has no usable country; the words of {@link org.sekimori.mail.Origin.Unknown#reason()}. */
enum UnknownOriginReason {
    /** The server gave no client address. */
    NO_ADDRESS,
    /** The database has no entry for the address. */
    NO_ENTRY,
    /** The entry has no country, or an invalid code. */
    NO_COUNTRY,
    /** The entry names Europe or Asia-Pacific as a whole. */
    REGION,
    /** One address in many places at once. */
    ANYCAST,
    /** A proxy that the database gives no country. */
    ANONYMOUS,
    /** A satellite provider that the database gives no country. */
    SATELLITE,
    /** A tunnel or translator that hides where the client is. */
    TUNNEL,
    /** By an operator's override. */
    OVERRIDE,
    /** The database is damaged at this place. */
    DATABASE_ERROR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, such as {@code no_entry}. */
    String word() {
        return word;
    }
}
