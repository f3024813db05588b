package org.sekimori.lab.world;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/**
 * Location of a client.
 *
 * @param address its address
 * @param clientName its verified host name; null without one
 * @param origin its resolved origin, with the AS number
 */
public record ClientLocation(
        ClientAddress address, @Nullable String clientName, Origin origin) {}
