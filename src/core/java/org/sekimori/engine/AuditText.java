package org.sekimori.engine;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.Grant;
import org.sekimori.mail.IpNetwork;

/** Wording of audit records. */
final class AuditText {

    private AuditText() {}

    static String grant(Grant grant) {
        return grant.id() + " from " + grant.from() + " until " + grant.until() + " for "
                + (grant.countries().isEmpty() ? "all countries" : String.join(" ", grant.countries()))
                + (grant.revoked() ? ", revoked" : "");
    }

    static String home(AccountHomeOverride home) {
        return Stream.concat(home.countries().stream(), home.networks().stream().map(IpNetwork::toString))
                .collect(Collectors.joining(" "));
    }

    /** A refused log-in. */
    static String logInRefused(LogEntry.LogInRefused refused) {
        LogEntry.LocatedOrigin located = refused.located();
        String from = located == null
                ? "an unknown place"
                : (located.network() == null ? "a client" : located.network())
                        + (located.country() == null ? "" : " in " + located.country());
        return "log-in for submission from " + from + " refused, reference " + refused.reference() + ": "
                + refused.reason();
    }

    /** A report of a misjudged origin. */
    static String misjudged(LogEntry.MisjudgedOrigin report, LogEntry.LocatedOrigin located) {
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
