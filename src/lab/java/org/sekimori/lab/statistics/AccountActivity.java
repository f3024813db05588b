package org.sekimori.lab.statistics;

import java.time.Instant;
import java.util.Set;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/** An activity of an account, as measures need it. */
sealed interface AccountActivity {

    /** Where a client is, seen from home. */
    enum ClientRegion {
        HOME,
        ABROAD,
        UNKNOWN;

        /** Only where the country is known; a tunnel, a relay or the provider itself is nowhere. */
        static ClientRegion of(Origin origin, Set<String> home) {
            if (!(origin instanceof Origin.Country country)) {
                return UNKNOWN;
            }
            return home.contains(country.country()) ? HOME : ABROAD;
        }
    }

    /** A network that is unknown or does not locate the customer. */
    long NOWHERE = 0;

    /** The network as the measures take it: the provider's webmail and relays do not tell where the customer is. */
    static long network(SubmissionChannel channel, Origin origin) {
        String network = origin.network();
        if (network == null || channel == SubmissionChannel.WEBMAIL || origin instanceof Origin.Relay) {
            return NOWHERE;
        }
        return Fnv1aHash.of(network);
    }

    /** Recipients known by number only. */
    @SuppressWarnings("MutablePublicArray") // It is empty.
    long[] UNNAMED = {};

    /**
     * A message is submitted.
     *
     * @param recipients how many, at least 0
     * @param named fingerprints of those that are known one by one
     * @param size octets, 0 if unknown
     * @param network fingerprint, or {@link #NOWHERE}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; made once for each line of a log.
    record Sent(Instant time, int recipients, long[] named, long size, long network, ClientRegion whereabouts)
            implements AccountActivity {}

    /** A wrong password was given. */
    record Failed(Instant time) implements AccountActivity {}

    /**
     * Non-delivery reports came.
     *
     * @param recipients for how many
     */
    record Bounced(int recipients) implements AccountActivity {}
}
