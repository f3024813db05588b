package org.sekimori.geo;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Origin;

/**
 * A client address in canonical form, and its origin.
 *
 * @param address RFC 5952 for IPv6, mapped IPv4 unmapped; null if the server gave none
 * @param origin without an address {@link Origin.Unknown} with the reason {@code no_address}
 */
public record ResolvedOrigin(@Nullable String address, Origin origin) {}
