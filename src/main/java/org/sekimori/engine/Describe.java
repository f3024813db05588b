package org.sekimori.engine;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.grants.Grant;
import org.sekimori.grants.Home;
import org.sekimori.mail.Network;

/** Words for the audit trail. */
final class Describe {

    private Describe() {}

    static String grant(Grant grant) {
        return grant.id() + " from " + grant.from() + " until " + grant.until() + " for "
                + (grant.countries().isEmpty() ? "all countries" : String.join(" ", grant.countries()))
                + (grant.revoked() ? ", revoked" : "");
    }

    static String home(Home home) {
        return Stream.concat(home.countries().stream(), home.networks().stream().map(Network::toString))
                .collect(Collectors.joining(" "));
    }

    /** A report of a misjudged origin. */
    static String misjudged(Entry.Misjudged report, Entry.Located located) {
        StringBuilder text = new StringBuilder("decision ").append(report.reference());
        if (located.country() != null) {
            text.append(" located ")
                    .append(located.network() == null ? "the client" : located.network())
                    .append(" in ")
                    .append(located.country());
        } else {
            text.append(" had no country for ").append(located.network());
        }
        return text.append(report.actualCountry() == null ? "" : ", it was in " + report.actualCountry())
                .append(report.reason().isEmpty() ? "" : ": " + report.reason())
                .toString();
    }
}
