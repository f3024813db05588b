package org.sekimori.intake;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * Resolves clients' origins and lists. Called once per event, before the log: the origin is stored with the event, so the same log gives
 * the same decisions whatever database is installed later.
 */
@FunctionalInterface
public interface OriginLookup {

    /**
     * The origin of a client, for every input; never throws. Must be thread-safe and must not block.
     *
     * @param address the client's address; null if the server gave none
     * @param clientName host name that the mail server verified; null if unknown
     */
    Origin locate(@Nullable ClientAddress address, @Nullable String clientName);

    /**
     * The event with the lists that it is on, which are stored with it as its origin is. Never throws, must be thread-safe and must
     * not block.
     *
     * @param event complete, with its origin
     */
    default MailEvent listed(MailEvent event) {
        return event;
    }
}
