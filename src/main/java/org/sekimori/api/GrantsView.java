package org.sekimori.api;

import java.time.Instant;
import java.util.List;
import org.sekimori.grants.GrantSet;

/** An account's grants as they are shown. */
record GrantsView(String account, List<GrantView> grants) {

    /** Grants of many accounts, in the order of their names. */
    record All(List<GrantsView> accounts) {}

    static GrantsView of(String account, GrantSet set, Instant now) {
        return new GrantsView(
                account,
                set.grants().stream().map(grant -> GrantView.of(grant, now)).toList());
    }

    GrantsView activeOnly() {
        return new GrantsView(account, grants.stream().filter(GrantView::active).toList());
    }
}
