package org.sekimori.follow.delivery;

import java.util.regex.Pattern;

/** Name of a follower: of its properties, its metrics and its file. */
final class FollowerName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    private FollowerName() {}

    /** @throws IllegalArgumentException unless it has 1 to 40 lower-case letters, digits, hyphens and underscores */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a follower's name has 1 to 40 lower-case letters, digits, '-' and '_', not '" + name + "'");
        }
        return name;
    }
}
