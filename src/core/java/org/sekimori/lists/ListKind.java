package org.sekimori.lists;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.DomainName;
import org.sekimori.mail.IpNetwork;
import org.sekimori.text.QuotedText;

/** What an entry of a list names. */
public enum ListKind {
    /** The client's network, CIDR or a single address. */
    NETWORK,
    /** The number of the autonomous system that announces the client's address. */
    AS,
    /** The country of the client's address, ISO 3166-1 alpha-2 or {@code XK}. */
    COUNTRY,
    /** The account. */
    ACCOUNT,
    /** The domain of the envelope sender; {@code *.example.org} is every domain below it. */
    SENDER_DOMAIN,
    /** The name in the client's HELO or EHLO; with {@code *} at its start or its end, every name that goes on there. */
    HELO;

    /** Longest value with a {@code *}, which bounds the look-ups of an event. */
    static final int MAX_PATTERN = 64;

    private static final int MAX_TEXT = 255;
    private static final int MAX_DOTTED_ACCOUNT = 320;
    private static final long MAX_AS = 0xffffffffL;
    private static final Pattern AS_NUMBER = Pattern.compile("(?:AS)?(\\d{1,10})", Pattern.CASE_INSENSITIVE);
    private static final Set<String> COUNTRIES = countries();

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, such as {@code sender_domain}. */
    public String word() {
        return word;
    }

    /** The kind of a word; a dash may stand for the underscore. Null if there is none. */
    public static @Nullable ListKind of(String word) {
        String wanted = word.replace('-', '_');
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** All words, for messages. */
    public static String words() {
        return String.join(", ", Arrays.stream(values()).map(ListKind::word).toList());
    }

    /**
     * The one spelling of a value.
     *
     * @throws IllegalArgumentException with a message for its author
     */
    public String normalize(String value) {
        String text = value.strip();
        if (text.isEmpty() || text.length() > MAX_DOTTED_ACCOUNT) {
            throw new IllegalArgumentException(
                    "has " + text.length() + " characters, 1 to " + MAX_DOTTED_ACCOUNT + " are allowed");
        }
        return switch (this) {
            case NETWORK -> network(text);
            case AS -> system(text);
            case COUNTRY -> country(text);
            case ACCOUNT -> Account.of(text.toLowerCase(Locale.ROOT)).name();
            case SENDER_DOMAIN -> domain(text);
            case HELO -> pattern(text.toLowerCase(Locale.ROOT));
        };
    }

    private static String network(String text) {
        IpNetwork network = IpNetwork.of(text);
        boolean everybody = network.bits() == (network.base().isIpv4() ? 96 : 0);
        if (everybody || network.bits() < 3) {
            throw new IllegalArgumentException(network + " is everybody; name a longer prefix");
        }
        return network.toString();
    }

    private static String system(String text) {
        var matched = AS_NUMBER.matcher(text);
        long number = matched.matches() ? Long.parseLong(matched.group(1)) : 0;
        if (number < 1 || number > MAX_AS) {
            throw new IllegalArgumentException(
                    "not an AS number: " + QuotedText.of(text) + " (AS64500 or 64500, 1 to " + MAX_AS + ")");
        }
        return Long.toString(number);
    }

    private static String country(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(code)) {
            throw new IllegalArgumentException("not a country code of ISO 3166-1: " + QuotedText.of(text));
        }
        return code;
    }

    private static String domain(String text) {
        boolean below = text.startsWith("*.");
        String name = DomainName.normalize(below ? text.substring(2) : text);
        if (name.isEmpty() || name.contains("*") || name.contains("@")) {
            throw new IllegalArgumentException("not a domain: " + QuotedText.of(text)
                    + " (example.org, or *.example.org for every domain below it)");
        }
        return pattern(below ? "*." + name : name);
    }

    private static String pattern(String text) {
        int star = text.indexOf('*');
        boolean printable = text.chars().allMatch(c -> c > ' ' && c != 0x7f);
        if (!printable || text.length() > MAX_TEXT || text.equals("*")) {
            throw new IllegalArgumentException("not a name or pattern: " + QuotedText.of(text) + " (1 to " + MAX_TEXT
                    + " characters, no space, not * alone)");
        }
        if (star >= 0
                && (text.indexOf('*', star + 1) >= 0
                        || star > 0 && star < text.length() - 1
                        || text.length() > MAX_PATTERN)) {
            throw new IllegalArgumentException("not a pattern: " + QuotedText.of(text)
                    + " (one * at the start or at the end, at most " + MAX_PATTERN + " characters)");
        }
        return text;
    }

    private static Set<String> countries() {
        Set<String> codes = new TreeSet<>(Arrays.asList(Locale.getISOCountries()));
        // User-assigned in ISO 3166-1, and used by all databases.
        codes.add("XK");
        return codes;
    }
}
