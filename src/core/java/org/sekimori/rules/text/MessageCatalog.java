package org.sekimori.rules.text;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.EscapedText;

/**
 * The texts of {@code messages/<language>.properties} (UTF-8). Values stand in braces, such as {@code {country}}; a placeholder
 * outside {@link #PLACEHOLDERS} is refused when the rulebook is loaded. Texts named {@code <rule>.reason.<name>} are for the desk: the
 * English one is a reason as the rule says it, and those of other languages say the same with its values.
 */
public final class MessageCatalog {

    /** The values that a text may name. */
    public static final List<String> PLACEHOLDERS = List.of(
            "account",
            "country",
            "reference",
            "webmail",
            "travel_page",
            "contact",
            "provider",
            "phone",
            "limit",
            "until");

    /** Placeholders of the phrases for limits, {@code common.limit…} and {@code common.until}. */
    private static final Map<String, List<String>> OF_WORDS =
            Map.of("common.limit", List.of("count"), "common.until", List.of("time"));

    /** Longest text, in characters, stripped: it must fit one line of a reply. */
    static final int MOST_CHARACTERS = 400;

    /** So much of a key is shown. */
    private static final int MOST_KEY = 100;

    private static final String REASON = ".reason.";
    /** The value that joins the words of signs. */
    private static final String SUMMED = "reasons";

    private static final String COMMA = ", ";
    private static final String JAPANESE = "ja";
    private static final String JAPANESE_STOP = "。";
    private static final String ENGLISH = "en";
    private static final String FOLDER = "messages/";
    private static final String ENDING = ".properties";

    private final Map<String, Map<String, String>> byLanguage;

    private MessageCatalog(Map<String, Map<String, String>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /** No texts. */
    public static MessageCatalog none() {
        return new MessageCatalog(Map.of("en", Map.of()));
    }

    /** Reads every message file of a rulebook; there must be an English one. */
    public static MessageCatalog read(RulebookFiles rulebook, List<RulebookProblem> problems) {
        Map<String, Map<String, String>> byLanguage = new TreeMap<>();
        rulebook.files().forEach((file, content) -> {
            if (file.startsWith(FOLDER) && file.endsWith(ENDING)) {
                String language = file.substring(FOLDER.length(), file.length() - ENDING.length());
                Map<String, String> texts = texts(file, content, problems);
                if (texts != null) {
                    byLanguage.put(language, texts);
                }
            }
        });
        if (!rulebook.files().containsKey(file("en"))) {
            problems.add(new RulebookProblem(
                    FOLDER + "en" + ENDING, 0, "is missing; every rulebook needs its texts in English"));
        }
        byLanguage.forEach((language, texts) -> reasons(language, texts, byLanguage, problems));
        return new MessageCatalog(byLanguage);
    }

    /** A reason in another language has the values that the rule names, which the English text shows. */
    private static void reasons(
            String language,
            Map<String, String> texts,
            Map<String, Map<String, String>> all,
            List<RulebookProblem> problems) {
        Map<String, String> english = all.getOrDefault(ENGLISH, Map.of());
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            if (!text.getKey().contains(REASON) || all.get(ENGLISH) == null) {
                continue;
            }
            String said = english.get(text.getKey());
            Set<String> lacking =
                    said == null ? Set.of() : ReasonTemplate.of(text.getValue()).lacking(ReasonTemplate.of(said));
            if (said == null || !lacking.isEmpty()) {
                problems.add(new RulebookProblem(
                        file(language),
                        0,
                        EscapedText.of(text.getKey(), MOST_KEY)
                                + (said == null
                                        ? " has no English text, which must be the reason as the rule says it"
                                        : " names {" + String.join("}, {", lacking)
                                                + "}, which the English text lacks")));
            }
        }
    }

    /** Null if the file cannot be read: its texts are unknown, and none is reported as missing. */
    private static @Nullable Map<String, String> texts(String file, String content, List<RulebookProblem> problems) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(content));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new RulebookProblem(file, 0, "cannot be read: " + e.getMessage()));
            return null;
        }
        Map<String, String> texts = new HashMap<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String text = properties.getProperty(key);
            texts.put(key, text);
            String fault = key.contains(REASON) ? fault(text) : fault(text, known(key));
            if (!fault.isEmpty()) {
                problems.add(new RulebookProblem(file, 0, EscapedText.of(key, MOST_KEY) + " " + fault));
            }
        }
        return texts;
    }

    private static List<String> known(String key) {
        return OF_WORDS.getOrDefault(key.startsWith("common.limit.") ? "common.limit" : key, PLACEHOLDERS);
    }

    /** The first thing that is wrong with a text; empty if nothing is. */
    private static String fault(String text, List<String> known) {
        String fault = fault(text);
        return fault.isEmpty() ? Placeholders.fault(text, known) : fault;
    }

    private static String fault(String text) {
        int length = text.strip().length();
        if (length < 1 || length > MOST_CHARACTERS) {
            return "has " + length + " characters; a text that a customer reads has 1 to " + MOST_CHARACTERS;
        }
        // A text is sent in the reply of the mail server, where an end of line would begin another reply.
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "has an end of line or control character; write it in one line";
        }
        if (!EscapedText.of(text).equals(text)) {
            return "has an invisible character, such as a mark of direction; take it out";
        }
        return "";
    }

    /** Languages that have a file. */
    public List<String> languages() {
        return List.copyOf(byLanguage.keySet());
    }

    /** Names of the texts in a language. */
    public Set<String> keys(String language) {
        return new TreeSet<>(byLanguage.getOrDefault(language, Map.of()).keySet());
    }

    /** The file of a language's texts. */
    public static String file(String language) {
        return FOLDER + language + ENDING;
    }

    public boolean has(String language, String key) {
        return byLanguage.getOrDefault(language, Map.of()).containsKey(key);
    }

    /** Whether the text names a limit or its end. */
    public boolean namesLimit(String language, String key) {
        String text = raw(language, key);
        return text.contains("{limit}") || text.contains("{until}");
    }

    /** The text with its values filled in; English where the language has none. */
    public String text(Locale language, String key, Map<String, String> values) {
        return Placeholders.filled(raw(language.getLanguage(), key), values);
    }

    /** The English reasons of a rule by their keys, as the message file has them. */
    public Map<String, String> reasons(String rule) {
        Map<String, String> reasons = new TreeMap<>();
        byLanguage.getOrDefault(ENGLISH, Map.of()).forEach((key, text) -> {
            if (key.startsWith(rule + REASON)) {
                reasons.put(key, text);
            }
        });
        return reasons;
    }

    /**
     * A reason in another language, as far as that has it: that of English else.
     *
     * @param language such as {@code ja}
     * @param rule id of the rule that said it
     * @param reason as it was recorded, with its values
     */
    public String reason(String language, String rule, String reason) {
        Map<String, String> texts = byLanguage.getOrDefault(language, Map.of());
        String said = reason;
        int most = -1;
        for (Map.Entry<String, String> english : reasons(rule).entrySet()) {
            String text = texts.get(english.getKey());
            ReasonTemplate template = ReasonTemplate.of(english.getValue());
            Map<String, String> values = text == null || template.fixed() <= most ? null : template.values(reason);
            if (text != null && values != null) {
                most = template.fixed();
                values.computeIfPresent(SUMMED, (name, words) -> signs(language, texts, words));
                said = Placeholders.filled(text, values);
            }
        }
        return said;
    }

    /** The words of several signs, which English joins by commas and may have commas themselves: the longest that is known counts. */
    private String signs(String language, Map<String, String> texts, String words) {
        List<String> parts = List.of(words.split(COMMA));
        List<String> said = new ArrayList<>();
        for (int from = 0; from < parts.size(); ) {
            int until = parts.size();
            String other = null;
            for (; other == null && until > from; until--) {
                other = sign(texts, String.join(COMMA, parts.subList(from, until)));
            }
            said.add(other == null ? parts.get(from) : other);
            from = other == null ? from + 1 : until + 1;
        }
        return String.join(language.equals(JAPANESE) ? JAPANESE_STOP : COMMA, said);
    }

    /** The words of one sign, by the text that says most of them for certain; null if none does. */
    private @Nullable String sign(Map<String, String> texts, String words) {
        String said = null;
        int most = 0;
        for (Map.Entry<String, String> english :
                byLanguage.getOrDefault(ENGLISH, Map.of()).entrySet()) {
            String text = english.getKey().contains(REASON) ? texts.get(english.getKey()) : null;
            ReasonTemplate template = text == null ? null : ReasonTemplate.of(english.getValue());
            Map<String, String> values = template == null || template.fixed() <= most ? null : template.values(words);
            // A comma within a value is that between two signs, of which the first would be lost; a value may begin
            // with one.
            if (text != null
                    && template != null
                    && values != null
                    && values.values().stream().noneMatch(value -> value.indexOf(COMMA, 1) > 0)) {
                most = template.fixed();
                said = Placeholders.filled(text, values);
            }
        }
        return said;
    }

    private String raw(String language, String key) {
        Map<String, String> texts = byLanguage.getOrDefault(language, Map.of());
        return texts.getOrDefault(key, byLanguage.getOrDefault("en", Map.of()).getOrDefault(key, key));
    }
}
