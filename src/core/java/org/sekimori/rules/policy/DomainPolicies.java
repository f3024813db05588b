package org.sekimori.rules.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.ApplicationAccounts.Application;
import org.sekimori.mail.DomainName;
import org.sekimori.mail.IpNetwork;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.LenientYamlReader;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;

/** The content of {@code policy.yml}: one policy for all domains, and the differences of single domains. */
public final class DomainPolicies {

    /** Name of the file in the rulebook. */
    public static final String FILE = "policy.yml";

    public static final String[] ROOT_KEYS = {
        "defaults", "domains", "groups", "accounts", AliasReader.DOMAINS, AliasReader.ACCOUNTS, ApplicationReader.KEY
    };
    public static final String[] ACCOUNT_KEYS = {"limits", "thresholds", "home", "home_networks", RuleExemption.KEY};

    private static final DomainPolicy BUILT_IN = builtIn(Map.of());

    private final DomainPolicy defaults;
    private final SortedMap<String, DomainPolicy> domains;
    private final Map<String, DomainPolicy> accounts;
    private final RulePrecisionThreshold precision;
    private final AccountAliases aliases;
    private final DomainPolicy unnameable;

    private DomainPolicies(
            DomainPolicy defaults,
            SortedMap<String, DomainPolicy> domains,
            Map<String, DomainPolicy> accounts,
            RulePrecisionThreshold precision,
            AccountAliases aliases) {
        this.defaults = defaults;
        this.domains = domains;
        this.accounts = accounts;
        this.precision = precision;
        this.aliases = aliases;
        DomainPolicy own = domains.get(Account.UNNAMEABLE.domain());
        this.unnameable = own == null ? defaults.ofAnyOf(domains.values()) : own;
    }

    private static DomainPolicy builtIn(Map<String, Double> thresholds) {
        return DomainPolicy.builder().thresholds(thresholds).build();
    }

    /** Nothing set: every domain is observed. */
    public static DomainPolicies none() {
        return new DomainPolicies(
                BUILT_IN, new TreeMap<>(), Map.of(), RulePrecisionThreshold.DEFAULT, AccountAliases.NONE);
    }

    /** Reads the file's text; every complaint names a line. */
    public static DomainPolicies parse(String text) throws RulebookException {
        List<RulebookProblem> problems = new BoundedProblemList();
        DomainPolicies policies = read(text, problems);
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        return policies;
    }

    /** Reads the file's text as far as possible; faults are added to the problems. */
    public static DomainPolicies read(String text, List<RulebookProblem> problems) {
        return read(text, Map.of(), problems);
    }

    /**
     * The same with thresholds that other files of the rulebook give.
     *
     * @param given by name; the file's own numbers take precedence
     */
    public static DomainPolicies read(String text, Map<String, Double> given, List<RulebookProblem> problems) {
        return LenientYamlReader.read(FILE, text, root -> read(root, given), none(), problems);
    }

    /** Names of the groups of countries in the file's text, which can be read. */
    static Set<String> groups(String text) throws RulebookException {
        YamlMap root = YamlMap.parse(FILE, text);
        return root.has("groups") ? root.map("groups").keys() : Set.of();
    }

    private static DomainPolicies read(YamlMap root, Map<String, Double> given) throws RulebookException {
        root.only(ROOT_KEYS);
        Map<String, SortedSet<String>> groups = new HashMap<>();
        if (root.has("groups")) {
            YamlMap named = root.map("groups");
            for (String name : named.keys()) {
                groups.put(name, DomainPolicyReader.countries(named, name, Map.of()));
            }
        }
        DomainPolicy defaults = root.has("defaults")
                ? DomainPolicyReader.read(root.map("defaults").only(DomainPolicyReader.KEYS), BUILT_IN, groups)
                : BUILT_IN;
        if (!given.isEmpty()) {
            Map<String, Double> thresholds = new HashMap<>(given);
            thresholds.putAll(defaults.thresholds());
            defaults = defaults.withThresholds(thresholds);
        }
        AccountAliases aliases = AliasReader.read(root);
        SortedMap<String, DomainPolicy> domains =
                root.has("domains") ? domains(root.map("domains"), defaults, groups, aliases) : new TreeMap<>();
        DomainPolicies byDomain =
                new DomainPolicies(defaults, domains, Map.of(), RulePrecisionThreshold.DEFAULT, aliases);
        Map<String, DomainPolicy> accounts =
                root.has("accounts") ? accounts(root.map("accounts"), byDomain, groups) : new HashMap<>();
        for (Application application : aliases.applications().applications()) {
            // The operator said where it is, so it is at home there whatever the database says.
            accounts.merge(
                    application.account().name(),
                    byDomain.of(application.account()).alsoAtHome(Set.of(), application.networks()),
                    (own, plain) -> own.alsoAtHome(Set.of(), application.networks()));
        }
        return accounts.isEmpty()
                ? byDomain
                : new DomainPolicies(defaults, domains, accounts, RulePrecisionThreshold.DEFAULT, aliases);
    }

    private static SortedMap<String, DomainPolicy> domains(
            YamlMap named, DomainPolicy defaults, Map<String, SortedSet<String>> groups, AccountAliases aliases)
            throws RulebookException {
        SortedMap<String, DomainPolicy> domains = new TreeMap<>();
        @Nullable String unnameable = null;
        for (String name : named.keys()) {
            String domain = AliasReader.domain(named, name, aliases);
            if (domain.equals(Account.UNNAMEABLE.domain())) {
                unnameable = name;
            } else if (domains.put(
                            domain,
                            DomainPolicyReader.read(named.map(name).only(DomainPolicyReader.KEYS), defaults, groups))
                    != null) {
                throw named.wrong(name, "is " + domain + ", which stands here already; keep one");
            }
        }
        if (unnameable != null) {
            // Its omissions count as without it, so it is read last.
            DomainPolicy otherwise = defaults.ofAnyOf(domains.values());
            domains.put(
                    Account.UNNAMEABLE.domain(),
                    DomainPolicyReader.read(named.map(unnameable).only(DomainPolicyReader.KEYS), otherwise, groups));
        }
        return domains;
    }

    /** Single accounts may send more or less than their domain, and be at home in more places; everything else is the domain's. */
    private static Map<String, DomainPolicy> accounts(
            YamlMap named, DomainPolicies byDomain, Map<String, SortedSet<String>> groups) throws RulebookException {
        Map<String, DomainPolicy> accounts = new HashMap<>();
        for (String name : named.keys()) {
            Account account = account(named, name, byDomain.aliases);
            YamlMap own = named.map(name).only(ACCOUNT_KEYS);
            DomainPolicy domain = byDomain.of(account);
            DomainPolicy policy = atHome(own, DomainPolicyReader.read(own, domain, domain.home()), groups);
            if (accounts.put(account.name(), policy) != null) {
                throw named.wrong(name, "is " + account + ", which stands here already; keep one");
            }
        }
        return accounts;
    }

    private static DomainPolicy atHome(YamlMap own, DomainPolicy sending, Map<String, SortedSet<String>> groups)
            throws RulebookException {
        if (!own.has("home") && !own.has("home_networks")) {
            return sending;
        }
        SortedSet<String> countries =
                own.has("home") ? DomainPolicyReader.countries(own, "home", groups) : new TreeSet<>();
        List<IpNetwork> networks =
                own.has("home_networks") ? DomainPolicyReader.networks(own, "home_networks") : List.of();
        try {
            AccountHomeOverride.check(countries, networks);
        } catch (IllegalArgumentException e) {
            throw own.wrong(own.has("home") ? "home" : "home_networks", e);
        }
        return sending.alsoAtHome(countries, networks);
    }

    /** The account of a key, with its domain; aliases are refused, since their settings would have no effect. */
    static Account account(YamlMap named, String name, AccountAliases aliases) throws RulebookException {
        Account account = AliasReader.account(named, name, name);
        if (!aliases.of(account).equals(account)) {
            throw named.wrong(
                    name, "is an alias of " + aliases.of(account) + "; write the settings under that account");
        }
        return account;
    }

    /**
     * The policy of a rule test. Omissions fall back to the built-in defaults, not to the file, so that an operator's zone or
     * limit breaks no test; only thresholds of rules other than the tested one come from the file.
     */
    public static DomainPolicy ofRuleTest(YamlMap map, DomainPolicies file) throws RulebookException {
        return DomainPolicyReader.read(
                map.only(DomainPolicyReader.KEYS), builtIn(file.defaults.thresholds()), Map.of());
    }

    /** The same with another policy for one domain, which then holds for all of its accounts. */
    public DomainPolicies with(String domain, DomainPolicy policy) {
        SortedMap<String, DomainPolicy> changed = new TreeMap<>(domains);
        changed.put(domain, policy);
        return new DomainPolicies(defaults, changed, Map.of(), precision, aliases);
    }

    /** The same with further thresholds in the defaults, to check references although the file could not be read as a whole. */
    public DomainPolicies withThresholds(Set<String> names) {
        Map<String, Double> thresholds = new HashMap<>(defaults.thresholds());
        names.forEach(name -> thresholds.putIfAbsent(name, 1.0));
        return new DomainPolicies(defaults.withThresholds(thresholds), domains, accounts, precision, aliases);
    }

    /** The same with other numbers for all accounts, whatever the file has for some of them. */
    public DomainPolicies withThresholds(Map<String, Double> numbers) {
        SortedMap<String, DomainPolicy> byDomain = new TreeMap<>(domains);
        byDomain.replaceAll((name, policy) -> policy.withAlso(numbers));
        Map<String, DomainPolicy> byAccount = new HashMap<>(accounts);
        byAccount.replaceAll((name, policy) -> policy.withAlso(numbers));
        return new DomainPolicies(defaults.withAlso(numbers), byDomain, byAccount, precision, aliases);
    }

    /** The same with a follow-up policy, also for domains and accounts that only that file names. */
    public DomainPolicies withFollowUp(FollowUpPolicy followUp) {
        SortedMap<String, DomainPolicy> byDomain = new TreeMap<>();
        for (String domain : union(domains.keySet(), followUp.domains())) {
            DomainPolicy own = domain.equals(Account.UNNAMEABLE.domain()) ? unnameable : of(domain);
            byDomain.put(domain, own.withFollowUp(followUp.of(domain)));
        }
        Map<String, DomainPolicy> byAccount = new HashMap<>();
        for (String name : union(accounts.keySet(), followUp.accounts())) {
            Account account = Account.of(name);
            byAccount.put(name, of(account).withFollowUp(followUp.of(account)));
        }
        return new DomainPolicies(
                defaults.withFollowUp(followUp.defaults()), byDomain, byAccount, followUp.precision(), aliases);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** From when a rule is reported as wrong too often. */
    public RulePrecisionThreshold precision() {
        return precision;
    }

    /** The policy of a domain; sub-domains have their own entry or the defaults. */
    public DomainPolicy of(String domain) {
        DomainPolicy own = domains.get(domain);
        if (own == null && domain.contains("xn--")) {
            // Entries of an earlier version name the domain as it was sent.
            own = domains.get(DomainName.normalize(domain));
        }
        return own == null ? defaults : own;
    }

    /**
     * The policy of an account: its own, or its domain's. That of {@link Account#UNNAMEABLE} is the defaults, with every domain's home
     * and exempt networks, and no flag holds it: it is many people.
     */
    public DomainPolicy of(Account account) {
        DomainPolicy own = accounts.isEmpty() ? null : accounts.get(account.name());
        if (own != null) {
            return own;
        }
        return account.equals(Account.UNNAMEABLE) ? unnameable : of(account.domain());
    }

    /** Aliases of domains and accounts. */
    public AccountAliases aliases() {
        return aliases;
    }

    /**
     * The policy of an account that may have an own home beside the file's.
     *
     * @param own the home that a person set; null without one
     */
    public DomainPolicy of(Account account, @Nullable AccountHomeOverride own) {
        DomainPolicy policy = of(account);
        return own == null ? policy : policy.alsoAtHome(own.countries(), own.networks());
    }

    /** Domains with settings of their own. */
    public Set<String> domains() {
        return domains.keySet();
    }

    /** How many domains and accounts have another exemption from a rule than those around them. */
    public int exemptions(String rule) {
        int count = 0;
        RuleExemption everybody = defaults.exemptions().get(rule);
        for (DomainPolicy domain : domains.values()) {
            RuleExemption own = domain.exemptions().get(rule);
            count += own != null && !own.equals(everybody) ? 1 : 0;
        }
        for (Map.Entry<String, DomainPolicy> account : accounts.entrySet()) {
            RuleExemption own = account.getValue().exemptions().get(rule);
            RuleExemption around =
                    of(Account.of(account.getKey()).domain()).exemptions().get(rule);
            count += own != null && !own.equals(around) ? 1 : 0;
        }
        return count;
    }

    /** The policy of every other domain. */
    public DomainPolicy defaults() {
        return defaults;
    }

    /** Whether all domains are only observed, so that nothing at all is refused. */
    public boolean observingAll() {
        return defaults.observing() && domains.values().stream().allMatch(DomainPolicy::observing);
    }

    /**
     * Unset placeholders that refusals use, in domains with a home, where mail is refused: customers would read "our webmail"
     * without an address.
     *
     * @return keys by domain; those of the defaults under the empty name, and only there if a domain lacks the same
     */
    public SortedMap<String, List<String>> unset() {
        SortedMap<String, List<String>> unset = new TreeMap<>();
        if (!defaults.observing() && !unset(defaults).isEmpty()) {
            unset.put("", unset(defaults));
        }
        domains.forEach((name, policy) -> {
            boolean known = unset(policy).equals(unset.get(""));
            if (!name.equals(Account.UNNAMEABLE.domain())
                    && !policy.observing()
                    && !unset(policy).isEmpty()
                    && !known) {
                unset.put(name, unset(policy));
            }
        });
        return unset;
    }

    private static List<String> unset(DomainPolicy policy) {
        List<String> unset = new ArrayList<>();
        if (policy.contact().isEmpty()) {
            unset.add("contact");
        }
        if (policy.webmail().isEmpty()) {
            unset.add("webmail");
        }
        if (policy.travelPage().isEmpty()) {
            unset.add("travel_page");
        }
        return unset;
    }
}
