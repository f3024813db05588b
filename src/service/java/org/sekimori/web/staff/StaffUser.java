package org.sekimori.web.staff;

import java.security.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff.
 *
 * @param name lower-case, 1 to 64 characters
 * @param password its hash, as {@link StaffPasswords} writes it; empty for a person who comes by the identity provider, and is in no file
 * @param oneTimeUntil end of a password that others know and that is to be changed; null: the password is the person's own
 */
public record StaffUser(
        String name,
        StaffRole role,
        String password,
        @Nullable Instant oneTimeUntil) implements Principal {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    public StaffUser {
        requireName(name);
        if (!password.isEmpty() && !password.startsWith("{")) {
            throw new IllegalArgumentException(
                    "the password of " + name + " is no hash; set it with './sekimori staff reset " + name + "'");
        }
    }

    /** A person whom the identity provider let in with a role. */
    static StaffUser ofProvider(String name, StaffRole role) {
        return new StaffUser(name, role, "", null);
    }

    /** Whether the person is a local user, with a password here. */
    public boolean isLocal() {
        return !password.isEmpty();
    }

    /** Whether a text can be a name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException with the rule
     */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a user's name has 1 to 64 of a-z, 0-9, dot, hyphen, underscore and at sign, and begins with a"
                            + " letter or digit");
        }
        return name;
    }

    /** A name as it was typed. */
    static String typed(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String getName() {
        return name;
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name;
    }
}
