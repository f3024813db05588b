package org.sekimori.web.staff;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a member of staff may do; each role may do what those before it may. */
public enum StaffRole {
    /** Sees everything, changes nothing. */
    ANALYST,
    /** Acts on accounts and cases. */
    DESK,
    /** Changes rules. */
    ADMIN;

    /** Authority of those who have yet to choose a password of their own; they may do nothing else. */
    static final String ONE_TIME = "console:one-time";

    /** The word in the file, such as {@code desk}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The authority that a path asks for, such as {@code console:desk}. */
    public String authority() {
        return "console:" + word();
    }

    /** Its authorities: its own and those of the lower roles. */
    List<String> authorities() {
        return Arrays.stream(values())
                .filter(one -> one.compareTo(this) <= 0)
                .map(StaffRole::authority)
                .toList();
    }

    /** The role of a word; null without one. */
    public static @Nullable StaffRole of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
