package org.sekimori.lists;

import java.util.regex.Pattern;
import org.sekimori.text.QuotedText;

/**
 * One thing on one list.
 *
 * @param list name of the list, see {@link #checkName}
 * @param kind what it is
 * @param value its one spelling, see {@link ListKind#normalize}
 * @param terms who, why and until when
 */
public record ListEntry(String list, ListKind kind, String value, ListTerms terms) {

    /** Longest name of a list. */
    public static final int MAX_NAME = 40;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public ListEntry {
        checkName(list);
        value = kind.normalize(value);
    }

    /**
     * The name, if it is one: small letters, digits and single dashes, beginning with a letter.
     *
     * @throws IllegalArgumentException with a message for its author
     */
    public static String checkName(String list) {
        if (list.length() > MAX_NAME || !NAME.matcher(list).matches()) {
            throw new IllegalArgumentException("a list is named with 1 to " + MAX_NAME
                    + " small letters, digits and single dashes, such as spam-hosts; not " + QuotedText.of(list));
        }
        return list;
    }
}
