package org.sekimori.web.my;

import java.text.Collator;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sekimori.text.NameSuggestion;

/** Countries by their names in English and Japanese, for customers who choose some. */
final class CountryNames {

    private static final Set<String> CODES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
    private static final String BETWEEN = " / ";
    private static final Map<String, String> BY_NAME = byName();

    private CountryNames() {}

    /**
     * A country of the list that a browser suggests from.
     *
     * @param code ISO 3166-1 alpha-2
     * @param shown its names in both languages, the reader's first
     */
    record Suggestion(String code, String shown) {}

    /** The name of a country in a language; the code itself if it is none. */
    static String name(String code, Locale language) {
        return CODES.contains(code) || code.equals("XK")
                ? new Locale.Builder().setRegion(code).build().getDisplayCountry(language)
                : code;
    }

    /** All countries but those named, in the order of the reader's language. */
    static List<Suggestion> all(Locale language, Set<String> without) {
        Locale other = language.getLanguage().equals("ja") ? Locale.ENGLISH : Locale.JAPANESE;
        return CODES.stream()
                .filter(code -> !without.contains(code))
                .map(code -> new Suggestion(code, name(code, language) + BETWEEN + name(code, other)))
                .sorted(Comparator.comparing(Suggestion::shown, Collator.getInstance(language)))
                .toList();
    }

    /** The code of a country as somebody typed or chose it: by a name in either language, or by a code of two or three letters. */
    static Optional<String> find(String typed) {
        for (String name : typed.split(BETWEEN, 2)) {
            String code = BY_NAME.get(key(name));
            if (code != null) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** The name that was probably meant, in the reader's language; empty without one. */
    static String suggestion(String typed, Locale language) {
        String closest = NameSuggestion.closest(key(typed), BY_NAME.keySet());
        String code = BY_NAME.get(closest);
        return code == null ? "" : name(code, language);
    }

    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> byName() {
        Map<String, String> codes = new HashMap<>();
        for (String code : CODES) {
            Locale country = new Locale.Builder().setRegion(code).build();
            codes.put(key(country.getDisplayCountry(Locale.ENGLISH)), code);
            codes.put(key(country.getDisplayCountry(Locale.JAPANESE)), code);
            codes.put(key(country.getISO3Country()), code);
        }
        // A code of two letters wins over whatever is spelt like it.
        CODES.forEach(code -> codes.put(key(code), code));
        Map.of("uk", "GB", "england", "GB", "usa", "US", "korea", "KR", "英国", "GB", "米国", "US", "中華人民共和国", "CN")
                .forEach(codes::putIfAbsent);
        return Map.copyOf(codes);
    }
}
