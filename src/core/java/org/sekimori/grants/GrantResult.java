package org.sekimori.grants;

import java.util.List;

/** What became of a {@link GrantCommand}. */
public sealed interface GrantResult {

    /**
     * It was done.
     *
     * @param set the account's grants now
     * @param touched the grants that it opened, extended or revoked
     */
    record Done(GrantSet set, List<Grant> touched) implements GrantResult {}

    /**
     * It was not done, and nothing changed.
     *
     * @param problem one sentence that says what is wrong and what would be right
     */
    record Refused(String problem) implements GrantResult {}
}
