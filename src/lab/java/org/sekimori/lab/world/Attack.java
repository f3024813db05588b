package org.sekimori.lab.world;

import java.time.Instant;

/**
 * An attack on an account: submissions by a thief with its password.
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
