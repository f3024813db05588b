package org.sekimori.rules.text;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.text.LocalizedTimeText;

/** Renders the customers' texts. */
public final class CustomerTextRenderer {

    /** Names of countries by language and code. There are few, and the JDK searches its resources for each anew. */
    private static final Map<Locale, Map<String, String>> COUNTRIES = new ConcurrentHashMap<>();

    /** Phrases that rulebooks of earlier versions lack. */
    private static final Map<String, Map<String, String>> BUILT_IN = Map.of(
            "en",
            Map.of(
                    "account", "your account",
                    "provider", "your mail provider",
                    "phone", "the number on your contract"),
            "ja",
            Map.of("account", "ご利用のアカウント", "provider", "ご利用のメールサービス", "phone", "ご契約書面に記載の番号"));

    /** Phrases for limits where a rulebook has none of its own. */
    private static final Map<String, String> OF_LIMITS =
            Map.of("limit", "messages or recipients", "later", "later", "until", "after {time}");

    private final DomainPolicies policies;
    private final MessageCatalog messages;

    public CustomerTextRenderer(DomainPolicies policies, MessageCatalog messages) {
        this.policies = policies;
        this.messages = messages;
    }

    /** Whether there is a built-in phrase for it. */
    public static boolean knows(String name) {
        return BUILT_IN.getOrDefault("en", Map.of()).containsKey(name);
    }

    /** See {@code Rulebook#places}. */
    public Map<String, String> places(@Nullable Account account, Locale language) {
        DomainPolicy policy = account == null ? policies.defaults() : policies.of(account);
        Map<String, String> values = new HashMap<>();
        values.put("webmail", orCommon("webmail", policy.webmail(), language));
        values.put("travel_page", orCommon("travel_page", policy.travelPage(), language));
        values.put("contact", orCommon("contact", policy.contact(), language));
        values.put("provider", orCommon("provider", provider(account, policy), language));
        values.put("phone", orCommon("phone", policy.phone(), language));
        return values;
    }

    /** Customers know their provider by the domain of their mail, too. */
    private static String provider(@Nullable Account account, DomainPolicy policy) {
        if (!policy.provider().isEmpty() || account == null || account.equals(Account.UNNAMEABLE)) {
            return policy.provider();
        }
        return account.domain();
    }

    /** The text of a refusal in the language of the account's domain. */
    public String customer(String key, RefusedSubmission refused) {
        Account account = refused.event().account();
        DomainPolicy policy = policies.of(account);
        Locale language = policy.language();
        Map<String, String> values = new HashMap<>();
        values.put("account", shownTo(account, language));
        values.put("country", countryName(refused.country(), language));
        values.put("reference", refused.reference());
        values.putAll(places(account, language));
        limit(key, refused, language, values);
        return messages.text(language, key, values);
    }

    /** The same in English and in printable ASCII, as far as the text itself is. */
    public String plain(String key, RefusedSubmission refused) {
        Account account = refused.event().account();
        Map<String, String> values = places(account, Locale.ENGLISH);
        values.replaceAll(
                (name, value) -> SubmissionAnswer.printable(value) ? value : orCommon(name, "", Locale.ENGLISH));
        values.put(
                "account",
                SubmissionAnswer.printable(account.name())
                        ? shownTo(account, Locale.ENGLISH)
                        : orCommon("account", "", Locale.ENGLISH));
        values.put("country", plainCountryName(refused.country()));
        values.put("reference", refused.reference());
        limit(key, refused, Locale.ENGLISH, values);
        return messages.text(Locale.ENGLISH, key, values);
    }

    /** Which limit it is and when it ends; worked out only for a text that names one of both. */
    private void limit(String key, RefusedSubmission refused, Locale language, Map<String, String> values) {
        if (!messages.namesLimit(language.getLanguage(), key)) {
            return;
        }
        DomainPolicy own = policies.of(refused.event().account());
        DomainPolicy policy = refused.cases().watched(refused.event().time()) ? own.whileWatched() : own;
        ReachedLimit reached = ReachedLimit.of(refused, policy);
        if (reached == null) {
            values.put("limit", word("limit", language, Map.of()));
            values.put("until", word("later", language, Map.of()));
            return;
        }
        Map<String, String> count = Map.of("count", Long.toString(reached.most()));
        String name = "limit." + reached.name();
        values.put(
                "limit",
                word(messages.has(language.getLanguage(), "common." + name) ? name : "limit", language, count));
        values.put(
                "until",
                reached.until() == null
                        ? word("later", language, Map.of())
                        : word("until", language, Map.of("time", time(reached, refused, language, policy))));
    }

    private static String time(ReachedLimit reached, RefusedSubmission refused, Locale language, DomainPolicy policy) {
        String time = LocalizedTimeText.shortForm(reached.end(), refused.event().time(), language, policy.zone());
        return language.equals(Locale.ENGLISH) && !SubmissionAnswer.printable(time)
                ? reached.end().toString()
                : time;
    }

    private String word(String name, Locale language, Map<String, String> values) {
        String key = "common." + name;
        return messages.has(language.getLanguage(), key) || messages.has("en", key)
                ? messages.text(language, key, values)
                : Placeholders.filled(OF_LIMITS.getOrDefault(name, ""), values);
    }

    /** The account's name for its customer; {@link Account#UNNAMEABLE} is no name that a customer knows. */
    private String shownTo(Account account, Locale language) {
        return account.equals(Account.UNNAMEABLE) ? orCommon("account", "", language) : account.name();
    }

    /** English names have accents, too: Côte d’Ivoire, Türkiye. */
    private static String plainCountryName(String country) {
        String name = Normalizer.normalize(countryName(country, Locale.ENGLISH), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('\u2019', '\'');
        return SubmissionAnswer.printable(name) ? name : country;
    }

    /** The operator's value, or else the message file's general phrase, {@code common.<name>}. */
    private String orCommon(String name, String set, Locale language) {
        if (!set.isEmpty()) {
            return set;
        }
        Map<String, String> builtIn =
                BUILT_IN.getOrDefault(language.getLanguage(), BUILT_IN.getOrDefault("en", Map.of()));
        return builtIn.containsKey(name) && !messages.has(language.getLanguage(), "common." + name)
                ? builtIn.getOrDefault(name, "")
                : messages.text(language, "common." + name, Map.of());
    }

    private static String countryName(String country, Locale language) {
        return country.isEmpty()
                ? "?"
                : COUNTRIES
                        .computeIfAbsent(language, any -> new ConcurrentHashMap<>())
                        .computeIfAbsent(country, code -> new Locale.Builder()
                                .setRegion(code)
                                .build()
                                .getDisplayCountry(language));
    }
}
