package org.sekimori.rules.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.mail.IpNetwork;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.YamlMap;
import org.sekimori.text.EscapedText;
import org.sekimori.text.NameSuggestion;

/**
 * Reads one policy of {@code policy.yml}: of the defaults, of a domain, of an account or of a rule test. What it leaves out is as in another
 * policy.
 */
public final class DomainPolicyReader {

    public static final String[] KEYS = {
        "home",
        "time_zone",
        "language",
        "exempt_networks",
        "grants",
        "webmail",
        "travel_page",
        "contact",
        "provider",
        "phone",
        "limits",
        "thresholds",
        "unknown_origin",
        "old_database",
        QuarantineMode.KEY,
        RuleExemption.KEY
    };
    public static final String[] GRANT_KEYS = {"days", "days_ahead", "most"};

    /** Longest address or page in a customer's text, in characters. */
    private static final int MOST_WORDS = 200;

    /** Longest provider name, in characters, so that a subject has room for more. */
    private static final int MOST_PROVIDER = 60;

    private static final int MOST_PHONE = 80;

    private DomainPolicyReader() {}

    static DomainPolicy read(YamlMap map, DomainPolicy otherwise, Map<String, SortedSet<String>> groups)
            throws RulebookException {
        return read(map, otherwise, map.has("home") ? countries(map, "home", groups) : otherwise.home());
    }

    static DomainPolicy read(YamlMap map, DomainPolicy otherwise, SortedSet<String> home) throws RulebookException {
        return DomainPolicy.builder()
                .home(home)
                .zone(map.has("time_zone") ? zone(map) : otherwise.zone())
                .language(map.has("language") ? language(map) : otherwise.language())
                .exemptNetworks(
                        map.has("exempt_networks") ? networks(map, "exempt_networks") : otherwise.exemptNetworks())
                .grants(map.has("grants") ? terms(map.map("grants"), otherwise.grants()) : otherwise.grants())
                .webmail(words(map, "webmail", otherwise.webmail()))
                .travelPage(words(map, "travel_page", otherwise.travelPage()))
                .contact(words(map, "contact", otherwise.contact()))
                .provider(provider(map, otherwise.provider()))
                .phone(phone(map, otherwise.phone()))
                .limits(map.has("limits") ? SendLimits.read(map.map("limits"), otherwise.limits()) : otherwise.limits())
                .thresholds(
                        map.has("thresholds") ? thresholds(map.map("thresholds"), otherwise) : otherwise.thresholds())
                .refuseUnknown(choice(map, "unknown_origin", "pass", "refuse", otherwise.refuseUnknown()))
                .adviseWhenOld(choice(map, "old_database", "enforce", "advise", otherwise.adviseWhenOld()))
                .quarantine(QuarantineMode.read(map, otherwise.quarantine()))
                .cases(otherwise.cases())
                .watch(otherwise.watch())
                .exemptions(
                        map.has(RuleExemption.KEY)
                                ? RuleExemption.read(map.map(RuleExemption.KEY), otherwise.exemptions())
                                : otherwise.exemptions())
                .build();
    }

    /**
     * A name that the defaults do not have would be read by no rule: it is misspelt. The bands have their defaults in another file,
     * which not everybody has who reads this one.
     */
    private static Map<String, Double> thresholds(YamlMap map, DomainPolicy otherwise) throws RulebookException {
        Map<String, Double> thresholds = new HashMap<>(otherwise.thresholds());
        for (String name : map.keys()) {
            if (!otherwise.thresholds().isEmpty()
                    && !otherwise.thresholds().containsKey(name)
                    && !EvidenceWeights.isBandThreshold(name)) {
                throw map.wrong(
                        name,
                        "is not a threshold of the defaults"
                                + unknownThreshold(name, otherwise.thresholds().keySet()));
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

    /** Country codes and groups of them. */
    static SortedSet<String> countries(YamlMap map, String key, Map<String, SortedSet<String>> groups)
            throws RulebookException {
        SortedSet<String> codes = new TreeSet<>();
        for (String word : map.texts(key)) {
            if (groups.containsKey(word)) {
                codes.addAll(groups.get(word));
            } else if (CountryCodes.contains(word)) {
                codes.add(word);
            } else {
                throw map.wrong(key, "has a fault: " + CountryCodes.fault(word, groups.keySet()));
            }
        }
        return codes;
    }

    /** They are put into texts for customers, and so into a reply of the mail server. */
    private static String words(YamlMap map, String key, String otherwise) throws RulebookException {
        String text = map.text(key, otherwise);
        if (text.length() > MOST_WORDS || !EscapedText.of(text).equals(text)) {
            throw map.wrong(
                    key,
                    "must be one line of at most " + MOST_WORDS
                            + " characters that can be seen, for customers to read");
        }
        return text;
    }

    /** Used in subjects, and as the display name of notices' sender. */
    private static String provider(YamlMap map, String otherwise) throws RulebookException {
        String name = words(map, "provider", otherwise);
        if (name.length() > MOST_PROVIDER || !name.strip().equals(name) || name.matches(".*[<>\"@].*")) {
            throw map.wrong(
                    "provider",
                    "must be the name of the provider as its customers know it, at most " + MOST_PROVIDER
                            + " characters without < > @ and quotation marks, such as Example Mail, not '" + name
                            + "'");
        }
        return name;
    }

    private static String phone(YamlMap map, String otherwise) throws RulebookException {
        String number = words(map, "phone", otherwise);
        if (number.length() > MOST_PHONE || !(number.isEmpty() || number.matches("\\+?[0-9（(].*[0-9].*"))) {
            throw map.wrong(
                    "phone",
                    "must be a telephone number in quotes, at most " + MOST_PHONE
                            + " characters with its hours, such as \"0120-000-000 (9:00-18:00)\", not '" + number
                            + "'");
        }
        return number;
    }

    private static ZoneId zone(YamlMap map) throws RulebookException {
        try {
            return ZoneId.of(map.text("time_zone"));
        } catch (DateTimeException e) {
            throw map.wrong(
                    "time_zone", "must be a zone such as Asia/Tokyo, not " + map.text("time_zone") + zoneHint(map));
        }
    }

    private static String zoneHint(YamlMap map) throws RulebookException {
        String city = map.text("time_zone").strip().replace(' ', '_');
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.equalsIgnoreCase(city)
                        || zone.substring(zone.lastIndexOf('/') + 1).equalsIgnoreCase(city))
                .min(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(zone -> "; did you mean '" + zone + "'?")
                .orElse("");
    }

    /** The end of a sentence about an unknown threshold: the one that was probably meant, and all that there are. */
    static String unknownThreshold(String name, Collection<String> known) {
        return NameSuggestion.hint(name, known) + " There are " + String.join(", ", new TreeSet<>(known));
    }

    private static Locale language(YamlMap map) throws RulebookException {
        String language = map.text("language");
        if (!language.matches("[a-z]{2}")) {
            throw map.wrong("language", "must be two letters such as en or ja, not " + language);
        }
        return Locale.forLanguageTag(language);
    }

    /** A list of networks, such as {@code 192.0.2.0/24}. */
    public static List<IpNetwork> networks(YamlMap map, String key) throws RulebookException {
        List<IpNetwork> networks = new ArrayList<>();
        for (String cidr : map.texts(key)) {
            try {
                networks.add(IpNetwork.of(cidr));
            } catch (IllegalArgumentException e) {
                throw map.wrong(key, e);
            }
        }
        return networks;
    }

    private static GrantPolicy terms(YamlMap map, GrantPolicy otherwise) throws RulebookException {
        map.only(GRANT_KEYS);
        return new GrantPolicy(
                Duration.ofDays(map.number("days", (int) otherwise.length().toDays(), 1, 366)),
                Duration.ofDays(map.number("days_ahead", (int) otherwise.ahead().toDays(), 0, 366)),
                map.number("most", otherwise.most(), 1, 32));
    }
}
