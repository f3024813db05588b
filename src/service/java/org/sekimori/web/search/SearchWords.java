package org.sekimori.web.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.text.QuotedText;

/**
 * What stands in the one box of the search: words between blanks, all of which a decision must meet. Each is recognised by its form, or
 * is named, such as {@code rule:send-limit} or {@code queue:4F1A2B}.
 *
 * @param criteria by the names of {@link org.sekimori.archive.lookup.DecisionCriteria}
 * @param asNumber autonomous system, such as of {@code AS64500}; null without one
 * @param senderDomain domain of the envelope sender; null without one
 */
record SearchWords(
        Map<String, String> criteria,
        @Nullable Long asNumber,
        @Nullable String senderDomain) {

    private static final int MOST = 12;
    private static final Map<String, String> NAMES = Map.of(
            "account", "account",
            "address", "address",
            "network", "address",
            "rule", "rule",
            "verdict", "verdict",
            "reference", "reference",
            "queue", "queue_id",
            "message", "message_id",
            "country", "country",
            "server", "server");
    private static final Set<String> VERDICTS = Set.of("accept", "quarantine", "defer", "reject", "none");
    private static final Pattern AS_NUMBER = Pattern.compile("(?i)AS\\d{1,10}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern DECISION = Pattern.compile("[0-9A-Fa-f]{16,64}");
    private static final Pattern QUEUE = Pattern.compile("(?=.*\\d)[0-9A-Za-z-]{6,40}");
    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}._-]{1,253}");

    /**
     * Reads the box.
     *
     * @param rules ids of all rules
     * @throws org.springframework.web.ErrorResponseException naming the word that is not as it should be
     */
    static SearchWords read(String box, Set<String> rules) {
        Map<String, String> criteria = new LinkedHashMap<>();
        @Nullable Long number = null;
        @Nullable String domain = null;
        List<String> words = words(box);
        if (words.size() > MOST) {
            throw ApiProblems.field("q", "has more than " + MOST + " words");
        }
        for (String word : words) {
            int colon = word.indexOf(':');
            String name = colon < 0 ? "" : word.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = word.substring(colon + 1);
            if (name.equals("sender")) {
                domain = domain(value);
            } else if (name.equals("asn") || AS_NUMBER.matcher(word).matches()) {
                number = number(name.equals("asn") ? value : word);
            } else if (NAMES.containsKey(name) && !value.isEmpty()) {
                put(criteria, String.valueOf(NAMES.get(name)), value);
            } else {
                put(criteria, kind(word, rules), word);
            }
        }
        return new SearchWords(criteria, number, domain);
    }

    /** Blanks within quotation marks belong to a word. */
    private static List<String> words(String box) {
        List<String> words = new ArrayList<>();
        for (String word : box.strip().split("[\\s\u3000]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static void put(Map<String, String> criteria, String name, String value) {
        if (criteria.putIfAbsent(name, value) != null) {
            throw ApiProblems.field("q", "asks for " + name + " twice; once is enough");
        }
    }

    private static String domain(String value) {
        String domain = value.startsWith("@") ? value.substring(1) : value;
        if (!DOMAIN.matcher(domain).matches()) {
            throw ApiProblems.field("q", "sender: must be followed by a domain such as isp.example");
        }
        return domain.toLowerCase(Locale.ROOT);
    }

    private static Long number(String word) {
        String digits = word.replaceFirst("(?i)^AS", "");
        if (!digits.matches("\\d{1,10}")) {
            throw ApiProblems.field("q", "asn: must be followed by a number, such as 64500");
        }
        return Long.valueOf(digits);
    }

    private static String kind(String word, Set<String> rules) {
        if (rules.contains(word)) {
            return "rule";
        }
        if (VERDICTS.contains(word.toLowerCase(Locale.ROOT))) {
            return "verdict";
        }
        if (COUNTRY.matcher(word).matches()) {
            return "country";
        }
        if (network(word)) {
            return "address";
        }
        if (word.startsWith("<") && word.endsWith(">")) {
            return "message_id";
        }
        if (word.contains("@")) {
            return "account";
        }
        if (ReferenceCode.isCode(ReferenceCode.parseCode(word.replace("-", "")))) {
            return "reference";
        }
        if (DECISION.matcher(word).matches() && word.length() > 24) {
            return "id";
        }
        if (QUEUE.matcher(word).matches()) {
            return "queue_id";
        }
        if (word.length() > 320) {
            throw ApiProblems.field("q", QuotedText.of(word.substring(0, 40)) + " is too long");
        }
        return "account";
    }

    private static boolean network(String word) {
        if (!word.contains(".") && !word.contains(":")) {
            return false;
        }
        try {
            IpNetwork.of(word);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
