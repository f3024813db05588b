package org.sekimori.web.origin;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.lookup.TallyField;
import org.sekimori.lists.ListKind;
import org.sekimori.web.search.DecisionLookup;
import org.sekimori.web.search.DecisionLookup.LookupResult;
import org.sekimori.web.search.DecisionTallies;
import org.sekimori.web.search.DecisionTallies.Counts;

/** What mail comes from. */
enum OriginKind {
    NETWORK(ListKind.NETWORK, "address:"),
    AS(ListKind.AS, "asn:"),
    COUNTRY(ListKind.COUNTRY, "country:"),
    SENDER(ListKind.SENDER_DOMAIN, "sender:");

    private final ListKind list;
    private final String searched;

    OriginKind(ListKind list, String searched) {
        this.list = list;
        this.searched = searched;
    }

    static OriginKind of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiProblems.field("kind", "must be network, as, country or sender"));
    }

    /** The word in addresses of pages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of its entries on lists. */
    ListKind list() {
        return list;
    }

    /** Its one spelling. */
    String normalize(String value) {
        try {
            return list.normalize(value);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("value", String.valueOf(e.getMessage()));
        }
    }

    /** What finds it in the box of the search. */
    String words(String value) {
        return searched + value;
    }

    /** Its newest decisions. */
    LookupResult newest(DecisionLookup lookup, String value, Instant from, Instant until, int most) {
        Map<String, String> criteria =
                switch (this) {
                    case NETWORK -> Map.of("address", value);
                    case COUNTRY -> Map.of("country", value);
                    case AS, SENDER -> Map.of();
                };
        return lookup.find(
                lookup.criteria(criteria).between(from, until).page(most, null),
                this == AS ? Long.valueOf(value) : null,
                this == SENDER ? value : null);
    }

    /** Its decisions by a field. */
    Counts count(DecisionTallies tallies, String value, TallyField by, Instant from, Instant until, int most) {
        return switch (this) {
            case NETWORK -> tallies.of("address", value, by, from, until, most);
            case COUNTRY -> tallies.of("country", value, by, from, until, most);
            case AS -> tallies.ofOrigin(Long.valueOf(value), null, by, from, until, most);
            case SENDER -> tallies.ofOrigin(null, value, by, from, until, most);
        };
    }
}
