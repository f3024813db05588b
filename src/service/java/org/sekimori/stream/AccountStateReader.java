package org.sekimori.stream;

import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.mail.Account;

/**
 * Whole states of accounts, for display; as of the last entry that this instance has carried out. Thread-safe. {@link AccountStatus} has less
 * of each, and of all accounts.
 */
public interface AccountStateReader {

    /**
     * What is known of an account.
     *
     * @param state null if it was never seen, or another instance keeps it
     * @param here whether this instance keeps the account, or a copy
     */
    record KnownState(@Nullable AccountState state, boolean here) {}

    /**
     * The state of an account.
     *
     * @throws IllegalStateException if the states cannot be read at the moment, such as while they are being restored
     */
    KnownState read(Account account);
}
