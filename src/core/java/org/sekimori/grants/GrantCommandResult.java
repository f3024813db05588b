package org.sekimori.grants;

import java.util.List;

/** Result of a {@link GrantCommand}. */
public sealed interface GrantCommandResult {

    /**
     * It was done.
     *
     * @param set the account's grants now
     * @param touched the grants that it opened, extended or revoked
     */
    record Done(GrantSet set, List<Grant> touched) implements GrantCommandResult {}

    /**
     * Refused; nothing changed.
     *
     * @param problem one sentence: the problem and the remedy
     */
    record Refused(String problem) implements GrantCommandResult {}
}
