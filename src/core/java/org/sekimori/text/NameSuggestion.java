package org.sekimori.text;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;

/** Suggests the known name closest to a misspelt one. */
public final class NameSuggestion {

    /** A name with more than a third of its letters changed is a different name. */
    private static final int PART = 3;

    /** Untrusted names are compared, too, and long ones take long. */
    private static final int LONGEST = 60;

    private NameSuggestion() {}

    /** End of a sentence about an unknown name: {@code ; did you mean 'x'?}, or a full stop without a close name. */
    public static String hint(String name, Collection<String> known) {
        String meant = didYouMean(name, known);
        return meant.isEmpty() ? "." : meant;
    }

    /** The same behind a part of a sentence: nothing if nothing is near. */
    public static String didYouMean(String name, Collection<String> known) {
        String best = closest(name, known);
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    /** The closest of the known names, the first of several equally close; empty if none is close. Ignores case. */
    public static String closest(String name, Collection<String> known) {
        String best = "";
        if (name.length() > LONGEST) {
            return best;
        }
        int least = name.length() / PART + 2;
        for (String candidate : new TreeSet<>(known)) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein distance: letters to insert, delete or replace. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
