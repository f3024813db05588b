package org.sekimori.rules.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.mail.Account;
import org.sekimori.mail.AccountAliases;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.source.LenientYamlReader;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;
import org.sekimori.text.NameSuggestion;

/**
 * The content of {@code follow-up.yml}: the consequences of flags for all accounts, and the differences of single domains and
 * accounts. Separate from {@link DomainPolicies} because it does not affect which accounts are flagged.
 */
public final class FollowUpPolicy {

    /** Name of the file in the rulebook; a rulebook without it has the defaults. */
    public static final String FILE = "follow-up.yml";

    /** The defaults: flags place no hold, and a person releases. */
    public static final AccountTerms USUAL =
            new AccountTerms(CaseLifecyclePolicy.DEFAULT, WatchedAccountPolicy.DEFAULT);

    public static final String[] ROOT_KEYS = {"defaults", "domains", "accounts"};
    public static final String[] KEYS = {"hold", "release", "watch", "verdict_days"};
    public static final String[] DEFAULT_KEYS = {"hold", "release", "watch", "verdict_days", "precision"};
    public static final String[] HOLD_KEYS = {"from", "rules", "days", "never"};
    public static final String[] WATCH_KEYS = {"days", "limits", "thresholds"};
    public static final String[] PRECISION_KEYS = {"least", "cases"};

    private static final String NEVER = "never";
    private static final String NONE = "none";
    private static final int MOST_DAYS = 366;
    private static final int MOST_CASES = 1_000_000;

    private final AccountTerms defaults;
    private final SortedMap<String, AccountTerms> domains;
    private final SortedMap<String, AccountTerms> accounts;
    private final RulePrecisionThreshold precision;

    private FollowUpPolicy(
            AccountTerms defaults,
            SortedMap<String, AccountTerms> domains,
            SortedMap<String, AccountTerms> accounts,
            RulePrecisionThreshold precision) {
        this.defaults = defaults;
        this.domains = domains;
        this.accounts = accounts;
        this.precision = precision;
    }

    /**
     * The consequences of flags for one account.
     *
     * @param cases follow-up of its cases
     * @param watch stricter limits after its release
     */
    public record AccountTerms(CaseLifecyclePolicy cases, WatchedAccountPolicy watch) {}

    /** The same for everybody. */
    public static FollowUpPolicy of(AccountTerms terms) {
        return new FollowUpPolicy(terms, new TreeMap<>(), new TreeMap<>(), RulePrecisionThreshold.DEFAULT);
    }

    /**
     * Reads the rulebook's file; complaints are added to the problems.
     *
     * @param policies whose thresholds may be stricter during a watch
     * @param rules ids of the rulebook's rules
     */
    public static FollowUpPolicy read(
            RulebookFiles files, DomainPolicies policies, Set<String> rules, List<RulebookProblem> problems) {
        String text = files.files().get(FILE);
        Names names = new Names(new TreeSet<>(policies.defaults().thresholds().keySet()), new TreeSet<>(rules));
        return text == null
                ? of(USUAL)
                : LenientYamlReader.read(
                        FILE, text, root -> read(root, names, policies.aliases()), of(USUAL), problems);
    }

    /** Reads the file's text; every complaint names a line. */
    public static FollowUpPolicy parse(String text, Set<String> thresholds, Set<String> rules)
            throws RulebookException {
        return read(
                YamlMap.parse(FILE, text),
                new Names(new TreeSet<>(thresholds), new TreeSet<>(rules)),
                AccountAliases.NONE);
    }

    private static FollowUpPolicy read(YamlMap root, Names names, AccountAliases aliases) throws RulebookException {
        root.only(ROOT_KEYS);
        AccountTerms defaults = USUAL;
        RulePrecisionThreshold precision = RulePrecisionThreshold.DEFAULT;
        if (root.has("defaults")) {
            YamlMap map = root.map("defaults").only(DEFAULT_KEYS);
            defaults = names.terms(map, USUAL);
            precision = map.has("precision") ? precision(map.map("precision")) : precision;
        }
        FollowUpPolicy byDomain = new FollowUpPolicy(defaults, new TreeMap<>(), new TreeMap<>(), precision);
        if (root.has("domains")) {
            YamlMap named = root.map("domains");
            for (String name : named.keys()) {
                String domain = AliasReader.domain(named, name, aliases);
                AccountTerms otherwise =
                        domain.equals(Account.UNNAMEABLE.domain()) ? heldByPersons(defaults) : defaults;
                if (byDomain.domains.put(domain, names.terms(named.map(name).only(KEYS), otherwise)) != null) {
                    throw named.wrong(name, "is " + domain + ", which stands here already; keep one");
                }
            }
        }
        if (root.has("accounts")) {
            YamlMap named = root.map("accounts");
            for (String name : named.keys()) {
                Account account = DomainPolicies.account(named, name, aliases);
                AccountTerms terms = names.terms(named.map(name).only(KEYS), byDomain.of(account));
                if (byDomain.accounts.put(account.name(), terms) != null) {
                    throw named.wrong(name, "is " + account + ", which stands here already; keep one");
                }
            }
        }
        return byDomain;
    }

    /** The follow-up of a rule test; omissions fall back to the built-in defaults, not to the operator's file. */
    public static AccountTerms ofRuleTest(YamlMap map, DomainPolicies file, String rule) throws RulebookException {
        Names names = new Names(new TreeSet<>(file.defaults().thresholds().keySet()), new TreeSet<>(Set.of(rule)));
        return names.terms(map.only(KEYS), USUAL);
    }

    /** The follow-up where no other is set. */
    AccountTerms defaults() {
        return defaults;
    }

    /** The follow-up of a domain; sub-domains have their own entry or the defaults. */
    AccountTerms of(String domain) {
        return domains.getOrDefault(domain, defaults);
    }

    /** The follow-up of an account: its own, or its domain's. By default no flag places a hold on {@link Account#UNNAMEABLE}. */
    AccountTerms of(Account account) {
        AccountTerms own = accounts.get(account.name());
        if (own != null) {
            return own;
        }
        boolean unnamed = account.equals(Account.UNNAMEABLE) && !domains.containsKey(account.domain());
        return unnamed ? heldByPersons(defaults) : of(account.domain());
    }

    private static AccountTerms heldByPersons(AccountTerms terms) {
        return new AccountTerms(terms.cases().withoutAutomaticHold(), terms.watch());
    }

    /** Domains with terms of their own. */
    Set<String> domains() {
        return domains.keySet();
    }

    /** Names of accounts with terms of their own. */
    Set<String> accounts() {
        return accounts.keySet();
    }

    /** From when a rule is reported as wrong too often. */
    RulePrecisionThreshold precision() {
        return precision;
    }

    private static RulePrecisionThreshold precision(YamlMap map) throws RulebookException {
        map.only(PRECISION_KEYS);
        double least = map.has("least") ? map.decimal("least") : RulePrecisionThreshold.DEFAULT.least();
        if (least > 1) {
            throw map.wrong("least", "must be a share from 0 to 1, not " + map.text("least"));
        }
        return new RulePrecisionThreshold(
                least, map.number("cases", RulePrecisionThreshold.DEFAULT.cases(), 1, MOST_CASES));
    }

    /** Reads terms that may name these thresholds and rules: others would be met by nothing, so they are misspelt. */
    private record Names(Set<String> thresholds, Set<String> rules) {

        AccountTerms terms(YamlMap map, AccountTerms otherwise) throws RulebookException {
            CaseLifecyclePolicy cases = otherwise.cases();
            YamlMap hold = map.has("hold") ? map.map("hold").only(HOLD_KEYS) : null;
            YamlMap watch = map.has("watch") ? map.map("watch").only(WATCH_KEYS) : null;
            return new AccountTerms(
                    new CaseLifecyclePolicy(
                            hold != null && hold.has("from") ? severity(hold) : cases.holdFrom(),
                            hold != null && hold.has("rules") ? rules(hold) : cases.holdRules(),
                            hold != null && hold.has("never") ? yes(hold) : cases.neverHeld(),
                            hold != null && hold.has("days") ? length(hold) : cases.holdFor(),
                            map.has("release") ? onProof(map) : cases.releaseOnProof(),
                            watch == null ? cases.watch() : days(watch, "days", cases.watch()),
                            days(map, "verdict_days", cases.verdict())),
                    watch == null ? otherwise.watch() : stricter(watch, otherwise.watch()));
        }

        private static @Nullable Severity severity(YamlMap map) throws RulebookException {
            String word = map.text("from");
            if (word.equals(NEVER)) {
                return null;
            }
            for (Severity severity : Severity.values()) {
                if (severity.word().equals(word)) {
                    return severity;
                }
            }
            throw map.wrong(
                    "from",
                    "must be "
                            + Arrays.stream(Severity.values())
                                    .map(Severity::word)
                                    .collect(Collectors.joining(", "))
                            + " or " + NEVER + ", not " + word);
        }

        private Set<String> rules(YamlMap map) throws RulebookException {
            Set<String> named = new TreeSet<>(map.texts("rules"));
            for (String rule : named) {
                if (!rules.contains(rule) && !rule.equals(Case.REPORTED)) {
                    throw map.wrong(
                            "rules",
                            "has '" + rule + "', which is no rule of this rulebook" + NameSuggestion.hint(rule, rules)
                                    + " There are " + String.join(", ", rules) + ", and " + Case.REPORTED
                                    + " for a customer's word");
                }
            }
            return named;
        }

        private static boolean yes(YamlMap map) throws RulebookException {
            String word = map.text("never");
            if (!word.equals("true") && !word.equals("false")) {
                throw map.wrong("never", "must be true or false, not " + word);
            }
            return word.equals("true");
        }

        private static @Nullable Duration length(YamlMap map) throws RulebookException {
            return map.text("days").equals(NONE) ? null : Duration.ofDays(map.number("days", 1, 1, MOST_DAYS));
        }

        private static boolean onProof(YamlMap map) throws RulebookException {
            String word = map.text("release");
            if (!word.equals("person") && !word.equals("proof")) {
                throw map.wrong("release", "must be person or proof, not " + word);
            }
            return word.equals("proof");
        }

        private static Duration days(YamlMap map, String key, Duration otherwise) throws RulebookException {
            return Duration.ofDays(map.number(key, (int) otherwise.toDays(), 0, MOST_DAYS));
        }

        private WatchedAccountPolicy stricter(YamlMap map, WatchedAccountPolicy otherwise) throws RulebookException {
            double share = map.has("limits") ? map.decimal("limits") : otherwise.limitShare();
            if (share <= 0 || share > 1) {
                throw map.wrong(
                        "limits", "must be the share that is left, above 0 and at most 1, not " + map.text("limits"));
            }
            Map<String, Double> numbers = new HashMap<>(otherwise.thresholds());
            if (map.has("thresholds")) {
                YamlMap named = map.map("thresholds");
                for (String name : named.keys()) {
                    if (!thresholds.contains(name)) {
                        throw named.wrong(
                                name,
                                "is not a threshold of " + DomainPolicies.FILE
                                        + DomainPolicyReader.unknownThreshold(name, thresholds));
                    }
                    numbers.put(name, named.decimal(name));
                }
            }
            return new WatchedAccountPolicy(share, numbers);
        }
    }
}
