package org.sekimori.api.keys;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scopes of API keys. */
public enum ApiScope {
    GRANTS_READ,
    GRANTS_WRITE,
    HOMES_READ,
    HOMES_WRITE,
    LISTS_READ,
    LISTS_WRITE,
    HOLDS_READ,
    HOLDS_WRITE,
    CASES_READ,
    CASES_WRITE,
    RULES_READ,
    RULES_WRITE,
    DECISIONS_READ,
    DECISIONS_WRITE,
    EVENTS_WRITE,
    /** Publish changes of accounts: a changed password, a closed or renamed account. */
    ACCOUNTS_WRITE,
    METRICS_READ;

    /** The word in the keys file, such as {@code grants:read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    static @Nullable ApiScope of(String word) {
        for (ApiScope scope : values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        return null;
    }
}
