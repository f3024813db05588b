package org.sekimori.engine;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    static String misjudged(Entry.Misjudged report, @Nullable Remembered answer) {
        StringBuilder text = new StringBuilder("decision ").append(report.reference());
        if (answer != null && !answer.country().isEmpty()) {
            text.append(" located ")
                    .append(answer.network().isEmpty() ? "the client" : answer.network())
                    .append(" in ")
                    .append(answer.country());
        } else {
            text.append(", not known any more, located the client elsewhere");
        }
        return text.append(report.actualCountry() == null ? "" : ", it was in " + report.actualCountry())
                .append(report.reason().isEmpty() ? "" : ": " + report.reason())
                .toString();
    }
}
