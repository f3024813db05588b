package org.sekimori.rules.registration;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.mail.Account;
import org.sekimori.rules.policy.SendLimits;

/**
 * What an account looks like by its habit, and the limits that fit it.
 *
 * @param account which
 * @param kind what it looks like
 * @param reasons why, each half a sentence for the desk
 * @param limits by name as in {@code policy.yml}, from 1; those of mail from abroad are left as they are
 */
public record SenderSuggestion(Account account, Kind kind, List<String> reasons, SortedMap<String, Long> limits) {

    /** What an account may look like. */
    public enum Kind {
        /** Issues to the same list again and again. */
        NEWSLETTER("newsletter"),
        /** Reports by itself, day and night, to a few people. */
        DEVICE("device");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public SenderSuggestion {
        reasons = List.copyOf(reasons);
        limits = new TreeMap<>(limits);
        for (Map.Entry<String, Long> limit : limits.entrySet()) {
            if (!SendLimits.isName(limit.getKey()) || limit.getValue() < 1) {
                throw new IllegalArgumentException("no limit of 1 and more: " + limit);
            }
        }
    }

    /** The limits in the form of {@code policy.yml}, in one line. */
    public String limitsText() {
        StringBuilder text = new StringBuilder("{");
        for (String name : SendLimits.NAMES) {
            Long limit = limits.get(name);
            if (limit != null) {
                text.append(text.length() == 1 ? "" : ", ")
                        .append(name)
                        .append(": ")
                        .append(limit);
            }
        }
        return text.append('}').toString();
    }
}
