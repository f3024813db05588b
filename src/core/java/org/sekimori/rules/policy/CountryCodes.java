package org.sekimori.rules.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sekimori.text.NameSuggestion;

/** Country codes of ISO 3166-1, and XK for Kosovo as in databases; with suggestions for other words. */
final class CountryCodes {

    private static final Set<String> CODES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    /** Usual words for countries beside their names. */
    private static final Map<String, String> OTHER_WORDS =
            Map.of("UK", "GB", "USA", "US", "ENGLAND", "GB", "KOREA", "KR");

    private CountryCodes() {}

    static boolean contains(String word) {
        return CODES.contains(word) || word.equals("XK");
    }

    /**
     * Why a word is not a home country, with a suggestion.
     *
     * @param groups names that are allowed beside the codes
     */
    static String fault(String word, Set<String> groups) {
        String code = code(word);
        if (!code.isEmpty()) {
            return "'" + word + "' is no country code; write " + code;
        }
        return "'" + word + "' is no ISO 3166 country code such as JP, and " + DomainPolicies.FILE
                + " has no group of that name" + (groups.isEmpty() ? "" : NameSuggestion.hint(word, groups));
    }

    /** The country code of a word in lower case, a name in English or Japanese, or a three-letter code; empty without one. */
    private static String code(String word) {
        String upper = word.strip().toUpperCase(Locale.ROOT);
        if (contains(upper)) {
            return upper;
        }
        String other = OTHER_WORDS.getOrDefault(upper, "");
        return other.isEmpty() ? Names.CODES.getOrDefault(upper, "") : other;
    }

    /** Made when a word is first looked for. */
    private static final class Names {

        private static final Map<String, String> CODES = all();

        private static Map<String, String> all() {
            Map<String, String> codes = new TreeMap<>();
            for (String code : CountryCodes.CODES) {
                Locale country = new Locale.Builder().setRegion(code).build();
                for (Locale language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
                    codes.put(country.getDisplayCountry(language).toUpperCase(Locale.ROOT), code);
                }
                codes.put(country.getISO3Country(), code);
            }
            return codes;
        }
    }
}
