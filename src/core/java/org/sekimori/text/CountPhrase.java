package org.sekimori.text;

import java.util.Locale;

/** Formats counts with their noun: {@code 1 message}, {@code 2 messages}, {@code 1,000 entries}. */
public final class CountPhrase {

    private CountPhrase() {}

    /** A number with a noun that takes {@code s}, or {@code ies} for a {@code y} behind a consonant. */
    public static String of(long count, String one) {
        boolean y = one.matches(".*[^aeiou]y");
        return of(count, one, y ? one.substring(0, one.length() - 1) + "ies" : one + "s");
    }

    /** A number with whichever of two words belongs to it. */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
