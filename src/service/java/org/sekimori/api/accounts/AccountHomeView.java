package org.sekimori.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.IpNetwork;

/**
 * An account's own home. Only lists give its author and reason: the answer to a command precedes the projection.
 *
 * @param set whether there is one
 * @param due whether it is due for review; it is in force all the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountHomeView(
        String account,
        boolean set,
        List<String> countries,
        List<String> networks,
        @Nullable String by,
        @Nullable String since,
        @Nullable String review,
        @Nullable Boolean due,
        @Nullable String reason) {

    /** Those due for review first, the longest overdue before all; then by name. */
    private static final Comparator<AccountHomeView> DUE_FIRST = Comparator.comparing((AccountHomeView view) ->
                    Boolean.TRUE.equals(view.due) && view.review != null ? view.review : "9999")
            .thenComparing(AccountHomeView::account);

    /** Homes of many accounts. */
    record All(List<AccountHomeView> homes) {
        static All of(List<AccountHomeView> homes) {
            return new All(homes.stream().sorted(DUE_FIRST).toList());
        }
    }

    static AccountHomeView of(String account, AccountHomeOverride home, Instant now) {
        return new AccountHomeView(
                account,
                true,
                List.copyOf(home.countries()),
                networks(home.networks()),
                home.by(),
                home.since().toString(),
                home.review().toString(),
                home.due(now),
                home.reason());
    }

    /** After a command. */
    static AccountHomeView done(String account, Iterable<String> countries, List<IpNetwork> networks) {
        List<String> listed = new ArrayList<>();
        countries.forEach(listed::add);
        return new AccountHomeView(
                account,
                !listed.isEmpty() || !networks.isEmpty(),
                List.copyOf(listed),
                networks(networks),
                null,
                null,
                null,
                null,
                null);
    }

    /** No own home. */
    static AccountHomeView none(String account) {
        return done(account, List.of(), List.of());
    }

    private static List<String> networks(List<IpNetwork> networks) {
        return networks.stream().map(IpNetwork::toString).toList();
    }
}
