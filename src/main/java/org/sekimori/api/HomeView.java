package org.sekimori.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Home;
import org.sekimori.mail.Network;

/**
 * The home that an account has of its own. Only a list tells who set it and why: the answer to a command comes before the lists know.
 *
 * @param set whether there is one
 * @param due whether it is to be looked at again; it is in force all the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HomeView(
        String account,
        boolean set,
        List<String> countries,
        List<String> networks,
        @Nullable String by,
        @Nullable String since,
        @Nullable String review,
        @Nullable Boolean due,
        @Nullable String reason) {

    /** Those to be looked at again first, the longest overdue before all; then by name. */
    private static final Comparator<HomeView> DUE_FIRST = Comparator.comparing(
                    (HomeView view) -> Boolean.TRUE.equals(view.due) && view.review != null ? view.review : "9999")
            .thenComparing(HomeView::account);

    /** Homes of many accounts. */
    record All(List<HomeView> homes) {
        static All of(List<HomeView> homes) {
            return new All(homes.stream().sorted(DUE_FIRST).toList());
        }
    }

    static HomeView of(String account, Home home, Instant now) {
        return new HomeView(
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
    static HomeView done(String account, Iterable<String> countries, List<Network> networks) {
        List<String> listed = new ArrayList<>();
        countries.forEach(listed::add);
        return new HomeView(
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

    /** There is none. */
    static HomeView none(String account) {
        return done(account, List.of(), List.of());
    }

    private static List<String> networks(List<Network> networks) {
        return networks.stream().map(Network::toString).toList();
    }
}
