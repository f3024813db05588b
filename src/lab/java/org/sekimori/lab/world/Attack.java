package org.sekimori.lab.world;

import java.time.Instant;

/**
 * One attack on an account: somebody else submits with its password.
 *
 * @param attackClass one of {@link SyntheticWorld#attackClasses()}
 * @param from the first hostile submission
 * @param until the last hostile submission
 */
public record Attack(String attackClass, Instant from, Instant until) {

    public Attack {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("an attack ends at " + until + ", before it begins at " + from);
        }
    }
}
