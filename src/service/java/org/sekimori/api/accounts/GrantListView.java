package org.sekimori.api.accounts;

import java.time.Instant;
import java.util.List;
import org.sekimori.grants.GrantSet;

/** An account's grants. */
record GrantListView(String account, List<GrantView> grants) {

    /** Grants of many accounts, in the order of their names. */
    record All(List<GrantListView> accounts) {}

    static GrantListView of(String account, GrantSet set, Instant now) {
        return new GrantListView(
                account,
                set.grants().stream().map(grant -> GrantView.of(grant, now)).toList());
    }

    GrantListView activeOnly() {
        return new GrantListView(
                account, grants.stream().filter(GrantView::active).toList());
    }
}
