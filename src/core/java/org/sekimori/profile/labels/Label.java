package org.sekimori.profile.labels;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.text.QuotedText;

/**
 * A label of an account.
 *
 * @param name see {@link #checkName}
 * @param rule id of the rule that gave it last
 * @param since when it was first given, in seconds since 1970
 * @param until from when it is gone, in seconds since 1970
 */
public record Label(String name, String rule, long since, long until) {

    /**
     * Begins the evidence by which a label stands among the findings; a rule's own evidence cannot be named so. Its value is how long
     * the label lasts.
     */
    public static final String EVIDENCE = "label:";

    private static final int MAX_NAME = 40;
    private static final int MAX_DAYS = 90;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern LIFE = Pattern.compile("([1-9]\\d{0,3})([hd])");

    /**
     * The name, if it is one: small letters, digits and single dashes, beginning with a letter.
     *
     * @throws IllegalArgumentException with a message for its author
     */
    public static String checkName(String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a label is named with 1 to " + MAX_NAME
                    + " small letters, digits and single dashes, such as seen-probing; not " + QuotedText.of(name));
        }
        return name;
    }

    /**
     * How long a label lasts: {@code 1h} to {@code 90d}.
     *
     * @throws IllegalArgumentException with a message for its author
     */
    public static Duration life(String text) {
        Matcher matched = LIFE.matcher(text);
        if (matched.matches()) {
            int amount = Integer.parseInt(matched.group(1));
            Duration life = matched.group(2).equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount);
            if (life.compareTo(Duration.ofDays(MAX_DAYS)) <= 0) {
                return life;
            }
        }
        throw new IllegalArgumentException(
                "a label lasts 1h to " + MAX_DAYS + "d, such as \"7d\"; not " + QuotedText.of(text));
    }

    boolean holdsAt(Instant time) {
        return time.getEpochSecond() < until;
    }
}
