package org.sekimori.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names that stand for others, as the operator has written them.
 *
 * @param domains for each domain that is an alias, the domain that it stands for; both as {@link DomainName#normal}
 * @param accounts for each account that is an alias, the account
 * @param logIns the same for log-ins that make no account, such as {@code scan ner@isp.example}, without space around them
 */
public record AccountAliases(Map<String, String> domains, Map<Account, Account> accounts, Map<String, Account> logIns) {

    /** Every name stands for itself. */
    public static final AccountAliases NONE = new AccountAliases(Map.of(), Map.of(), Map.of());

    /** @throws IllegalArgumentException if an alias stands for an alias */
    public AccountAliases {
        domains = Map.copyOf(domains);
        accounts = Map.copyOf(accounts);
        logIns = Map.copyOf(logIns);
        for (String domain : domains.values()) {
            if (domains.containsKey(domain)) {
                throw new IllegalArgumentException("stands for " + domain + ", which is an alias itself");
            }
        }
        for (Map<?, Account> named : List.of(accounts, logIns)) {
            for (Account account : named.values()) {
                if (accounts.containsKey(account) || domains.containsKey(account.domain())) {
                    throw new IllegalArgumentException("stands for " + account + ", which is an alias itself");
                }
            }
        }
    }

    /**
     * The account that a name stands for; one that is no alias stands for itself.
     *
     * @throws IllegalArgumentException if the name in the other domain is too long
     */
    public Account of(Account named) {
        Account own = accounts.get(named);
        if (own != null) {
            return own;
        }
        String domain = domains.get(named.domain());
        if (domain == null) {
            return named;
        }
        Account moved = Account.of(named.local() + "@" + domain);
        return accounts.getOrDefault(moved, moved);
    }

    /** The account that a log-in stands for exactly as it was sent, null if none is named for it. */
    @Nullable
    Account ofLogIn(String stripped) {
        return logIns.isEmpty() ? null : logIns.get(stripped);
    }
}
