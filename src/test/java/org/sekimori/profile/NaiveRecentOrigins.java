package org.sekimori.profile;

import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/** All places of log-ins and accepted submissions; see {@link NaiveProfile}. */
final class NaiveRecentOrigins {

    final NaiveDistinctCount addresses = new NaiveDistinctCount(48);
    final NaiveDistinctCount networks = new NaiveDistinctCount(48);
    final NaiveDistinctCount countries = new NaiveDistinctCount(32);

    void changed(long second) {
        addresses.forget(second);
        networks.forget(second);
        countries.forget(second);
    }

    void plus(MailEvent event, boolean familiar, boolean familiarCountry) {
        Origin origin = event.origin();
        long second = event.time().getEpochSecond();
        if (origin instanceof Origin.Relay || origin instanceof Origin.Internal) {
            return;
        }
        if (event.clientAddress() != null) {
            addresses.plus(event.clientAddress(), second, !familiar);
        }
        if (origin.network() != null) {
            networks.plus(origin.network(), second, !familiar);
        }
        if (origin instanceof Origin.Country c) {
            countries.plus(c.country(), second, !familiarCountry);
        }
    }
}
