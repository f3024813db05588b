package org.sekimori.web.my;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision;

/**
 * A submission that was not taken, as its owner is told of it.
 *
 * @param reference that was told in the reply
 * @param country where the connection appeared to come from, ISO 3166-1 alpha-2; null if that is unknown
 * @param why what it was refused for
 */
record PastRefusal(String reference, Instant time, @Nullable String country, Why why) {

    /** Why a submission was refused, in the order in which the reasons outweigh each other. */
    enum Why {
        /** The account is on hold. */
        HELD("account-on-hold"),
        /** The account may not send at all. */
        NO_SENDING("no-sending"),
        /** From abroad without a grant. */
        ABROAD("overseas-without-grant"),
        /** From an address whose country is unknown. */
        UNKNOWN_ORIGIN("unknown-origin"),
        /** More than is allowed. */
        LIMIT("send-limit", "too-many-recipients"),
        /** For any other reason, which a thief shall not read. */
        SAFETY();

        private final List<String> rules;

        Why(String... rules) {
            this.rules = List.of(rules);
        }

        static Why of(List<String> rules) {
            for (Why why : values()) {
                if (why.rules.stream().anyMatch(rules::contains)) {
                    return why;
                }
            }
            return SAFETY;
        }

        /** Whether a grant would have let it pass. */
        boolean grantHelps() {
            return this == ABROAD || this == UNKNOWN_ORIGIN;
        }

        /** The end of the message's key. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    static PastRefusal of(FoundDecision found) {
        return new PastRefusal(found.reference(), found.time(), found.origin().country(), Why.of(found.rules()));
    }

    /** Whether the mail server was told so: the fallback, or a server that had taken the message already, may have let it pass. */
    static boolean told(FoundDecision found) {
        return found.told() == null || !found.told().verdict().equals("accept");
    }
}
