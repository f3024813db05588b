package org.sekimori.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator's aliases, and the accounts of clients that do not log in.
 *
 * @param domains alias to domain; both as {@link DomainName#normalize}
 * @param accounts alias to account
 * @param logIns aliases for log-ins that cannot be normalised, such as {@code scan ner@isp.example}, stripped
 * @param applications clients that do not log in
 */
public record AccountAliases(
        Map<String, String> domains,
        Map<Account, Account> accounts,
        Map<String, Account> logIns,
        ApplicationAccounts applications) {

    /** No aliases. */
    public static final AccountAliases NONE = new AccountAliases(Map.of(), Map.of(), Map.of());

    /** Aliases only. */
    public AccountAliases(Map<String, String> domains, Map<Account, Account> accounts, Map<String, Account> logIns) {
        this(domains, accounts, logIns, ApplicationAccounts.NONE);
    }

    /**
     * @throws IllegalArgumentException if an alias leads to another alias
     */
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
     * Resolves an account's aliases; returns the account itself without one.
     *
     * @throws IllegalArgumentException if the name is too long in the other domain
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

    /** The account of a log-in exactly as sent; null without an alias for it. */
    @Nullable
    Account ofLogIn(String stripped) {
        return logIns.isEmpty() ? null : logIns.get(stripped);
    }
}
