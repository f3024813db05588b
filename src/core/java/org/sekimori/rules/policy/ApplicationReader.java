package org.sekimori.rules.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.mail.ApplicationAccounts;
import org.sekimori.mail.ApplicationAccounts.Application;
import org.sekimori.mail.DomainName;
import org.sekimori.mail.IpNetwork;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;

/** Reads the clients of {@code policy.yml} that submit without logging in. */
final class ApplicationReader {

    static final String KEY = "applications";

    private static final String NETWORKS = "networks";
    private static final String CERTIFICATES = "certificates";
    private static final String SENDER_DOMAINS = "sender_domains";
    private static final String HEADER_FROM_DOMAINS = "header_from_domains";

    /** Each is compared for every message of a client that did not log in. */
    private static final int MOST = 1000;

    private static final int MOST_CERTIFICATES = 16;

    private ApplicationReader() {}

    static ApplicationAccounts read(YamlMap root) throws RulebookException {
        if (!root.has(KEY)) {
            return ApplicationAccounts.NONE;
        }
        YamlMap named = root.map(KEY);
        if (named.keys().size() > MOST) {
            throw root.wrong(KEY, "names " + named.keys().size() + " applications, at most " + MOST + " are allowed");
        }
        List<Application> applications = new ArrayList<>();
        Set<Account> accounts = new HashSet<>();
        for (String name : named.keys()) {
            Application application = application(named, name);
            if (!accounts.add(application.account())) {
                throw named.wrong(name, "is " + application.account() + ", which stands here already; keep one");
            }
            applications.add(application);
        }
        return new ApplicationAccounts(applications);
    }

    private static Application application(YamlMap named, String name) throws RulebookException {
        Account account = AliasReader.account(named, name, name);
        YamlMap own = named.map(name).only(NETWORKS, CERTIFICATES, SENDER_DOMAINS, HEADER_FROM_DOMAINS);
        List<IpNetwork> networks = own.has(NETWORKS) ? networks(own) : List.of();
        try {
            return new Application(
                    account,
                    networks,
                    certificates(own),
                    domains(own, SENDER_DOMAINS),
                    domains(own, HEADER_FROM_DOMAINS));
        } catch (IllegalArgumentException e) {
            throw named.wrong(name, e);
        }
    }

    /** They are the application's home, too, so the same bounds hold as for homes: a country is no application. */
    private static List<IpNetwork> networks(YamlMap own) throws RulebookException {
        List<IpNetwork> networks = DomainPolicyReader.networks(own, NETWORKS);
        try {
            AccountHomeOverride.check(new TreeSet<>(), networks);
        } catch (IllegalArgumentException e) {
            throw own.wrong(NETWORKS, e);
        }
        return networks;
    }

    private static Set<String> certificates(YamlMap own) throws RulebookException {
        Set<String> certificates = own.has(CERTIFICATES) ? new HashSet<>(own.texts(CERTIFICATES)) : Set.of();
        if (certificates.size() > MOST_CERTIFICATES || certificates.stream().anyMatch(String::isBlank)) {
            throw own.wrong(
                    CERTIFICATES,
                    "must be at most " + MOST_CERTIFICATES
                            + " subjects or fingerprints, as the mail server gives them (ccert_subject, ccert_fingerprint)");
        }
        return certificates;
    }

    private static Set<String> domains(YamlMap own, String key) throws RulebookException {
        Set<String> domains = new HashSet<>();
        if (own.has(key)) {
            for (String text : own.texts(key)) {
                domains.add(domain(own, key, text));
            }
        }
        return domains;
    }

    private static String domain(YamlMap own, String key, String text) throws RulebookException {
        try {
            String domain = DomainName.normalize(text.strip());
            if (domain.isEmpty() || domain.indexOf('@') >= 0) {
                throw new IllegalArgumentException("must name domains such as shop.example, not '" + text + "'");
            }
            return domain;
        } catch (IllegalArgumentException e) {
            throw own.wrong(key, e);
        }
    }
}
