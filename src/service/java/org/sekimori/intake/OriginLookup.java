package org.sekimori.intake;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/**
 * Says where a client was. Asked once per event, before the log: the answer is stored with the event, so the same log gives
 * the same decisions whatever database is installed later.
 */
@FunctionalInterface
public interface OriginLookup {

    /**
     * The origin of a client; for every input there is one, and nothing is thrown. Must be safe for use by many threads and
     * must not wait for anything.
     *
     * @param address the client's address, null if the server gave none
     * @param clientName host name that the mail server verified, null if unknown
     */
    Origin locate(@Nullable ClientAddress address, @Nullable String clientName);
}
