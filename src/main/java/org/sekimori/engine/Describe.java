package org.sekimori.engine;

import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Grant;

/** Words for the audit trail. */
final class Describe {

    private Describe() {}

    static String grant(Grant grant) {
        return grant.id() + " from " + grant.from() + " until " + grant.until() + " for "
                + (grant.countries().isEmpty() ? "all countries" : String.join(" ", grant.countries()))
                + (grant.revoked() ? ", revoked" : "");
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
