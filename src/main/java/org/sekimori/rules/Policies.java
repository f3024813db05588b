package org.sekimori.rules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sekimori.cases.CaseTerms;
import org.sekimori.cases.PrecisionTerms;
import org.sekimori.grants.GrantTerms;
import org.sekimori.mail.Account;
import org.sekimori.mail.Network;
import org.sekimori.mail.Visible;

/** The content of {@code policy.yml}: one policy for all domains, and what single domains do differently. */
public final class Policies {

    /** Name of the file in the rulebook. */
    public static final String FILE = "policy.yml";

    static final String[] ROOT_KEYS = {"defaults", "domains", "groups", "accounts"};
    static final String[] KEYS = {
        "home",
        "time_zone",
        "language",
        "exempt_networks",
        "grants",
        "webmail",
        "travel_page",
        "contact",
        "limits",
        "thresholds",
        "unknown_origin",
        "old_database"
    };
    static final String[] ACCOUNT_KEYS = {"limits", "thresholds"};
    static final String[] GRANT_KEYS = {"days", "days_ahead", "most"};
    private static final Set<String> COUNTRIES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    /** Longest address or page that customers are told. */
    private static final int MOST_WORDS = 200;

    private static final DomainPolicy BUILT_IN = builtIn(Map.of());

    private final DomainPolicy defaults;
    private final SortedMap<String, DomainPolicy> domains;
    private final Map<String, DomainPolicy> accounts;
    private final PrecisionTerms precision;

    private Policies(
            DomainPolicy defaults,
            SortedMap<String, DomainPolicy> domains,
            Map<String, DomainPolicy> accounts,
            PrecisionTerms precision) {
        this.defaults = defaults;
        this.domains = domains;
        this.accounts = accounts;
        this.precision = precision;
    }

    private static DomainPolicy builtIn(Map<String, Double> thresholds) {
        return new DomainPolicy(
                new TreeSet<>(),
                ZoneId.of("UTC"),
                Locale.ENGLISH,
                List.of(),
                GrantTerms.DEFAULT,
                "",
                "",
                "",
                SendLimits.NONE,
                thresholds,
                false,
                false,
                CaseTerms.DEFAULT,
                WatchTerms.DEFAULT);
    }

    /** Nothing set: every domain is observed. */
    public static Policies none() {
        return new Policies(BUILT_IN, new TreeMap<>(), Map.of(), PrecisionTerms.DEFAULT);
    }

    /** Reads the file's text; every complaint names a line. */
    public static Policies parse(String text) throws RulebookException {
        List<Problem> problems = new ProblemList();
        Policies policies = read(text, problems);
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        return policies;
    }

    /** What can be read of the file's text; complaints are added to the problems. */
    static Policies read(String text, List<Problem> problems) {
        return LenientReading.read(FILE, text, Policies::read, none(), problems);
    }

    private static Policies read(YamlMap root) throws RulebookException {
        root.only(ROOT_KEYS);
        Map<String, SortedSet<String>> groups = new HashMap<>();
        if (root.has("groups")) {
            YamlMap named = root.map("groups");
            for (String name : named.keys()) {
                groups.put(name, countries(named, name, Map.of()));
            }
        }
        DomainPolicy defaults =
                root.has("defaults") ? policy(root.map("defaults").only(KEYS), BUILT_IN, groups) : BUILT_IN;
        SortedMap<String, DomainPolicy> domains = new TreeMap<>();
        if (root.has("domains")) {
            YamlMap named = root.map("domains");
            for (String domain : named.keys()) {
                domains.put(
                        domain.toLowerCase(Locale.ROOT),
                        policy(named.map(domain).only(KEYS), defaults, groups));
            }
        }
        Policies byDomain = new Policies(defaults, domains, Map.of(), PrecisionTerms.DEFAULT);
        return root.has("accounts")
                ? new Policies(defaults, domains, accounts(root.map("accounts"), byDomain), PrecisionTerms.DEFAULT)
                : byDomain;
    }

    /** Single accounts may send more or less than their domain; everything else is the domain's. */
    private static Map<String, DomainPolicy> accounts(YamlMap named, Policies byDomain) throws RulebookException {
        Map<String, DomainPolicy> accounts = new HashMap<>();
        for (String name : named.keys()) {
            Account account = account(named, name);
            YamlMap own = named.map(name).only(ACCOUNT_KEYS);
            accounts.put(account.name(), policy(own, byDomain.of(account.domain()), Map.of()));
        }
        return accounts;
    }

    /** The account that a key names, with its domain. */
    static Account account(YamlMap named, String name) throws RulebookException {
        try {
            Account account = Account.Naming.PLAIN.account(name);
            if (account.domain().isEmpty()) {
                throw new IllegalArgumentException(
                        "an account is written with its domain, as " + name + "@isp.example");
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw named.wrong(name, e);
        }
    }

    /**
     * The policy that a case sets. What it leaves out is as if the file did not say it either, so that no zone or limit of an
     * operator breaks an example; only thresholds of other rules than the case's own are the file's.
     */
    static DomainPolicy ofCase(YamlMap map, Policies file) throws RulebookException {
        return policy(map.only(KEYS), builtIn(file.defaults.thresholds()), Map.of());
    }

    /** The same with another policy for one domain, which then holds for all of its accounts. */
    Policies with(String domain, DomainPolicy policy) {
        SortedMap<String, DomainPolicy> changed = new TreeMap<>(domains);
        changed.put(domain, policy);
        return new Policies(defaults, changed, Map.of(), precision);
    }

    /** The same with further thresholds in the defaults, for reading what names them although the file could not be read whole. */
    Policies withThresholds(Set<String> names) {
        Map<String, Double> thresholds = new HashMap<>(defaults.thresholds());
        names.forEach(name -> thresholds.putIfAbsent(name, 1.0));
        return new Policies(defaults.withThresholds(thresholds), domains, accounts, precision);
    }

    /** The same with what follows from a flag, also for domains and accounts that only the other file names. */
    Policies following(FollowUp followUp) {
        SortedMap<String, DomainPolicy> byDomain = new TreeMap<>();
        for (String domain : union(domains.keySet(), followUp.domains())) {
            byDomain.put(domain, of(domain).following(followUp.of(domain)));
        }
        Map<String, DomainPolicy> byAccount = new HashMap<>();
        for (String name : union(accounts.keySet(), followUp.accounts())) {
            Account account = Account.of(name);
            byAccount.put(name, of(account).following(followUp.of(account)));
        }
        return new Policies(defaults.following(followUp.defaults()), byDomain, byAccount, followUp.precision());
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** From when a rule is reported as wrong too often. */
    public PrecisionTerms precision() {
        return precision;
    }

    /** The policy of a domain; sub-domains have their own entry or the defaults. */
    public DomainPolicy of(String domain) {
        DomainPolicy own = domains.get(domain);
        return own == null ? defaults : own;
    }

    /** The policy of an account: its own, or its domain's. */
    public DomainPolicy of(Account account) {
        DomainPolicy own = accounts.isEmpty() ? null : accounts.get(account.name());
        return own == null ? of(account.domain()) : own;
    }

    /** Domains with settings of their own. */
    public Set<String> domains() {
        return domains.keySet();
    }

    /** What holds for every other domain. */
    public DomainPolicy defaults() {
        return defaults;
    }

    private static DomainPolicy policy(YamlMap map, DomainPolicy otherwise, Map<String, SortedSet<String>> groups)
            throws RulebookException {
        return new DomainPolicy(
                map.has("home") ? countries(map, "home", groups) : otherwise.home(),
                map.has("time_zone") ? zone(map) : otherwise.zone(),
                map.has("language") ? language(map) : otherwise.language(),
                map.has("exempt_networks") ? networks(map) : otherwise.exemptNetworks(),
                map.has("grants") ? terms(map.map("grants"), otherwise.grants()) : otherwise.grants(),
                words(map, "webmail", otherwise.webmail()),
                words(map, "travel_page", otherwise.travelPage()),
                words(map, "contact", otherwise.contact()),
                map.has("limits") ? SendLimits.read(map.map("limits"), otherwise.limits()) : otherwise.limits(),
                map.has("thresholds") ? thresholds(map.map("thresholds"), otherwise) : otherwise.thresholds(),
                choice(map, "unknown_origin", "pass", "refuse", otherwise.refuseUnknown()),
                choice(map, "old_database", "enforce", "advise", otherwise.adviseWhenOld()),
                otherwise.cases(),
                otherwise.watch());
    }

    /** A name that the defaults do not have would be read by no rule: it is misspelt. */
    private static Map<String, Double> thresholds(YamlMap map, DomainPolicy otherwise) throws RulebookException {
        Map<String, Double> thresholds = new HashMap<>(otherwise.thresholds());
        for (String name : map.keys()) {
            if (!otherwise.thresholds().isEmpty() && !otherwise.thresholds().containsKey(name)) {
                throw map.wrong(
                        name,
                        "is not a threshold of the defaults; these are "
                                + String.join(
                                        ", ",
                                        new TreeSet<>(otherwise.thresholds().keySet())));
            }
            thresholds.put(name, map.decimal(name));
        }
        return Map.copyOf(thresholds);
    }

    private static boolean choice(YamlMap map, String key, String no, String yes, boolean otherwise)
            throws RulebookException {
        String word = map.text(key, otherwise ? yes : no);
        if (!word.equals(no) && !word.equals(yes)) {
            throw map.wrong(key, "must be " + no + " or " + yes + ", not " + word);
        }
        return word.equals(yes);
    }

    private static SortedSet<String> countries(YamlMap map, String key, Map<String, SortedSet<String>> groups)
            throws RulebookException {
        SortedSet<String> codes = new TreeSet<>();
        for (String word : map.texts(key)) {
            if (groups.containsKey(word)) {
                codes.addAll(groups.get(word));
            } else if (COUNTRIES.contains(word) || word.equals("XK")) {
                codes.add(word);
            } else {
                throw map.wrong(
                        key,
                        "has '" + word
                                + "', which is neither an ISO 3166 country code such as JP nor a group; quote \"NO\"");
            }
        }
        return codes;
    }

    /** They are put into texts for customers, and so into a reply of the mail server. */
    private static String words(YamlMap map, String key, String otherwise) throws RulebookException {
        String text = map.text(key, otherwise);
        if (text.length() > MOST_WORDS || !Visible.of(text).equals(text)) {
            throw map.wrong(
                    key,
                    "must be one line of at most " + MOST_WORDS
                            + " characters that can be seen, for customers to read");
        }
        return text;
    }

    private static ZoneId zone(YamlMap map) throws RulebookException {
        try {
            return ZoneId.of(map.text("time_zone"));
        } catch (DateTimeException e) {
            throw map.wrong("time_zone", "must be a zone such as Asia/Tokyo, not " + map.text("time_zone"));
        }
    }

    private static Locale language(YamlMap map) throws RulebookException {
        String language = map.text("language");
        if (!language.matches("[a-z]{2}")) {
            throw map.wrong("language", "must be two letters such as en or ja, not " + language);
        }
        return Locale.forLanguageTag(language);
    }

    private static List<Network> networks(YamlMap map) throws RulebookException {
        List<Network> networks = new ArrayList<>();
        for (String cidr : map.texts("exempt_networks")) {
            try {
                networks.add(Network.of(cidr));
            } catch (IllegalArgumentException e) {
                throw map.wrong("exempt_networks", e);
            }
        }
        return networks;
    }

    private static GrantTerms terms(YamlMap map, GrantTerms otherwise) throws RulebookException {
        map.only(GRANT_KEYS);
        return new GrantTerms(
                Duration.ofDays(map.number("days", (int) otherwise.length().toDays(), 1, 366)),
                Duration.ofDays(map.number("days_ahead", (int) otherwise.ahead().toDays(), 0, 366)),
                map.number("most", otherwise.most(), 1, 32));
    }
}
