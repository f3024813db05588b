package org.sekimori.archive.lookup;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.DocumentFields;
import org.sekimori.archive.FoundDecision;

/** What decisions can be counted by. */
public enum TallyField {
    ACCOUNT(DocumentFields.USER_NAME, one -> List.of(one.account())),
    VERDICT(DocumentFields.VERDICT, one -> List.of(one.verdict())),
    RULE(DocumentFields.RULE_ID, FoundDecision::rules),
    SHADOW_RULE(DocumentFields.SHADOW_RULES, FoundDecision::shadowRules),
    COUNTRY(DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE, one -> some(one.origin().country())),
    NETWORK(DocumentFields.ORIGIN_NETWORK, one -> some(one.origin().network())),
    ADDRESS(DocumentFields.SOURCE_IP, one -> some(one.origin().address())),
    AS_NUMBER(DocumentFields.SOURCE_AS_NUMBER, one -> List.of()),
    SENDER(DocumentFields.EMAIL_SENDER_ADDRESS, one -> some(one.sender())),
    RECIPIENT_DOMAIN(DocumentFields.MESSAGE_RECIPIENT_DOMAINS, FoundDecision::recipientDomains),
    SERVER(DocumentFields.OBSERVER_NAME, one -> some(one.server())),
    LABEL(DocumentFields.LABELS, one -> List.of());

    private final String field;
    private final Function<FoundDecision, List<String>> values;

    TallyField(String field, Function<FoundDecision, List<String>> values) {
        this.field = field;
        this.values = values;
    }

    private static List<String> some(@Nullable String value) {
        return value == null || value.isEmpty() ? List.of() : List.of(value);
    }

    /** The word in addresses of pages, such as {@code recipient_domain}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of a word; null if there is none. */
    public static @Nullable TallyField of(String word) {
        for (TallyField one : values()) {
            if (one.word().equals(word)) {
                return one;
            }
        }
        return null;
    }

    /** Name in the archive. */
    String field() {
        return field;
    }

    /** Its values in a decision. What only the archive has is left out. */
    List<String> in(FoundDecision decision) {
        return values.apply(decision);
    }
}
