package org.sekimori.rules.policy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.DomainName;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/** Reads names of {@code policy.yml} and {@code follow-up.yml}: domains, accounts and aliases. */
final class AliasReader {

    static final String DOMAINS = "domain_aliases";
    static final String ACCOUNTS = "account_aliases";

    private AliasReader() {}

    /** The aliases of {@code policy.yml}. An alias of an alias, or of itself, is refused: the target must be a plain name. */
    static AccountAliases read(YamlMap root) throws RulebookException {
        Map<String, String> domains = root.has(DOMAINS) ? domains(root.map(DOMAINS)) : Map.of();
        Map<Account, Account> accounts = new HashMap<>();
        Map<String, Account> logIns = new HashMap<>();
        if (root.has(ACCOUNTS)) {
            YamlMap named = root.map(ACCOUNTS);
            for (String name : named.keys()) {
                Account account = account(named, name, named.text(name));
                if (domains.containsKey(account.domain())) {
                    throw named.wrong(
                            name,
                            "stands for an account of " + account.domain() + ", which is an alias of "
                                    + domains.get(account.domain()) + "; write " + account.local() + "@"
                                    + domains.get(account.domain()));
                }
                @Nullable Account alias = nameable(name);
                if (alias != null && alias.equals(Account.UNNAMEABLE)) {
                    throw named.wrong(name, "cannot be an alias: it is every log-in that cannot be named");
                }
                @Nullable
                Account twin = alias == null ? logIns.put(name.strip(), account) : accounts.put(alias, account);
                if (twin != null) {
                    throw named.wrong(name, "is " + alias + ", which stands here already; keep one");
                }
            }
            check(named, accounts);
        }
        return new AccountAliases(domains, accounts, logIns, ApplicationReader.read(root));
    }

    private static Map<String, String> domains(YamlMap named) throws RulebookException {
        Map<String, String> domains = new HashMap<>();
        for (String name : named.keys()) {
            String alias = domain(named, name, name);
            if (alias.equals(Account.UNNAMEABLE.domain())) {
                throw named.wrong(name, "cannot be an alias: " + Account.UNNAMEABLE + " is what cannot be named");
            }
            if (domains.put(alias, domain(named, name, named.text(name))) != null) {
                throw named.wrong(name, "is " + alias + ", which stands here already; keep one");
            }
        }
        for (String name : named.keys()) {
            String to = domains.get(domain(named, name, name));
            if (domains.containsKey(to)) {
                throw named.wrong(name, "stands for " + to + ", which is an alias itself; " + way(domains, to));
            }
        }
        return domains;
    }

    private static String way(Map<String, String> domains, @Nullable String to) {
        String next = domains.get(to);
        return next == null || domains.containsKey(next)
                ? "one of them must be a domain of its own"
                : "write " + next + " here";
    }

    private static void check(YamlMap named, Map<Account, Account> accounts) throws RulebookException {
        for (String name : named.keys()) {
            Account account = account(named, name, named.text(name));
            if (accounts.containsKey(account)) {
                throw named.wrong(
                        name,
                        "stands for " + account + ", which is an alias itself; name the account that it stands for");
            }
        }
    }

    /** The account of a log-in; null if it cannot be normalised, which an alias may be all the same. */
    private static @Nullable Account nameable(String name) {
        try {
            return Account.LoginNormalizer.PLAIN.account(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The account that a text names, with its domain. */
    static Account account(YamlMap named, String key, String text) throws RulebookException {
        try {
            Account account = Account.LoginNormalizer.PLAIN.account(text);
            if (account.domain().isEmpty()) {
                throw new IllegalArgumentException(
                        "an account is written with its domain, as " + text + "@isp.example");
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw named.wrong(key, e);
        }
    }

    /** The domain of a key; aliases are refused, since their settings would have no effect. */
    static String domain(YamlMap named, String name, AccountAliases aliases) throws RulebookException {
        String domain = domain(named, name, name);
        String other = aliases.domains().get(domain);
        if (other != null) {
            throw named.wrong(name, "is an alias of " + other + "; write the settings under that domain");
        }
        return domain;
    }

    private static String domain(YamlMap named, String key, String text) throws RulebookException {
        String domain;
        try {
            domain = DomainName.normalize(text.strip());
        } catch (IllegalArgumentException e) {
            throw named.wrong(key, String.valueOf(e.getMessage()));
        }
        if (domain.isEmpty() || domain.indexOf('@') >= 0) {
            throw named.wrong(key, "must be a domain such as isp.example");
        }
        return domain;
    }
}
