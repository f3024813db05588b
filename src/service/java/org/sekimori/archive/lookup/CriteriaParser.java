package org.sekimori.archive.lookup;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.QueueId;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.ServerName;
import org.sekimori.stream.json.Rfc3339Times;
import org.sekimori.text.NameSuggestion;
import org.sekimori.text.QuotedText;

/** Reads what decisions are looked for by; every complaint names its criterion. */
final class CriteriaParser {

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");
    private static final List<String> VERDICTS = List.of("accept", "quarantine", "defer", "reject", "none");
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");

    /** What stands between the groups of a code when it is copied from a letter or a chat. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}\\p{Zs}]");

    private static final int LONGEST = 320;

    private final Map<String, String> named;

    CriteriaParser(Map<String, String> named) {
        this.named = named;
    }

    DecisionCriteria read(Account.LoginNormalizer naming) {
        for (String name : named.keySet()) {
            if (!DecisionCriteria.NAMES.contains(name)) {
                String quoted = QuotedText.of(name);
                throw new InvalidCriterionException(
                        quoted.substring(1, quoted.length() - 1),
                        "there is no such criterion; known are " + String.join(", ", DecisionCriteria.NAMES));
            }
        }
        Instant from = time("from");
        Instant until = time("until");
        if (from != null && until != null && !from.isBefore(until)) {
            throw new InvalidCriterionException("until", "must be after from");
        }
        return new DecisionCriteria(
                account(naming),
                address(),
                from,
                until,
                text("rule"),
                verdict(),
                reference(),
                queueId(),
                messageId(),
                text("id"),
                country(),
                server(),
                limit(),
                cursor());
    }

    private @Nullable String text(String name) {
        String raw = named.get(name);
        if (raw == null) {
            return null;
        }
        String text = raw.strip();
        if (text.isEmpty()) {
            throw new InvalidCriterionException(name, "is empty; give a value or leave it out");
        }
        if (text.length() > LONGEST) {
            throw new InvalidCriterionException(name, "has more than " + LONGEST + " characters");
        }
        return text;
    }

    /** What is no queue id stands with many messages that have nothing to do with each other. */
    private @Nullable String queueId() {
        String text = text("queue_id");
        if (text != null && QueueId.of(text, LONGEST) == null) {
            throw new InvalidCriterionException(
                    "queue_id",
                    "is no queue id but what stands where there is none; search by time and account instead");
        }
        return text;
    }

    private @Nullable String server() {
        String text = text("server");
        return text == null ? null : ServerName.of(text);
    }

    private @Nullable Account account(Account.LoginNormalizer naming) {
        String text = text("account");
        try {
            return text == null ? null : naming.account(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCriterionException("account", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable IpNetwork address() {
        String text = text("address");
        try {
            return text == null ? null : IpNetwork.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCriterionException(
                    "address",
                    "is " + e.getMessage() + "; write an address such as 192.0.2.7, or a network such as"
                            + " 192.0.2.0/24 or 2001:db8:7::/48");
        }
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Rfc3339Times.parse(text.toUpperCase(Locale.ROOT));
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below, like a time out of all range.
        }
        throw new InvalidCriterionException(name, "must be an RFC 3339 time such as 2030-01-31T09:00:00Z");
    }

    private @Nullable String verdict() {
        String text = text("verdict");
        if (text == null) {
            return null;
        }
        String verdict = text.toLowerCase(Locale.ROOT);
        if (!VERDICTS.contains(verdict)) {
            throw new InvalidCriterionException(
                    "verdict",
                    "must be accept, quarantine, defer or reject, or none for what is no submission, not '" + text + "'"
                            + NameSuggestion.didYouMean(text, VERDICTS));
        }
        return verdict;
    }

    private @Nullable String reference() {
        String text = text("reference");
        String code = text == null ? null : code(text);
        if (text != null && code == null) {
            throw new InvalidCriterionException(
                    "reference", "must have 8 letters and digits such as K7QX-3M2P; there is no U in it");
        }
        return code;
    }

    /** The reference that somebody wrote down or read out, null if it is none. */
    static @Nullable String code(String typed) {
        String code = ReferenceCode.parseCode(BETWEEN.matcher(typed).replaceAll(""));
        return ReferenceCode.isCode(code) ? code : null;
    }

    private @Nullable String messageId() {
        String text = text("message_id");
        if (text == null) {
            return null;
        }
        boolean bracketed = text.startsWith("<") && text.endsWith(">");
        String id = bracketed ? text.substring(1, text.length() - 1) : text;
        if (id.isEmpty() || id.chars().anyMatch(c -> Character.isSpaceChar(c) || c == '<' || c == '>')) {
            throw new InvalidCriterionException(
                    "message_id",
                    "must be one Message-ID such as <20300131.7@isp.example>, its brackets may be missing");
        }
        return id;
    }

    private @Nullable String country() {
        String text = text("country");
        if (text != null && !COUNTRY.matcher(text).matches()) {
            throw new InvalidCriterionException("country", "must be an ISO 3166 code of two letters, such as DE");
        }
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    private int limit() {
        String text = text("limit");
        if (text == null) {
            return DecisionCriteria.DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= DecisionCriteria.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new InvalidCriterionException("limit", "must be a number from 1 to " + DecisionCriteria.MAX_LIMIT);
    }

    private @Nullable DecisionCursor cursor() {
        String text = text("cursor");
        try {
            return text == null ? null : DecisionCursor.read(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidCriterionException("cursor", "must be what 'next' of the page before says, as it is");
        }
    }
}
