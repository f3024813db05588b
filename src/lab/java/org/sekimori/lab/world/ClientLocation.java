package org.sekimori.lab.world;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/**
 * Where a client is.
 *
 * @param address its address
 * @param clientName its verified host name, null if the server knows none
 * @param origin what the service makes of it; the number of the autonomous system included
 */
public record ClientLocation(
        ClientAddress address, @Nullable String clientName, Origin origin) {}
