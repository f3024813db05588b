package org.sekimori.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.sekimori.grants.Grant;

/** Words for the audit trail. */
final class Describe {

    private Describe() {}

    static String grants(List<Grant> grants) {
        return grants.stream()
                .map(g -> g.id() + " from " + g.from() + " until " + g.until() + " for "
                        + (g.countries().isEmpty() ? "all countries" : String.join(" ", g.countries()))
                        + (g.revoked() ? ", revoked" : ""))
                .collect(Collectors.joining("; "));
    }
}
