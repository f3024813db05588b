package org.sekimori.server;

import java.util.function.Supplier;
import org.sekimori.mail.AccountAliases;
import org.sekimori.stream.rulebook.RulebookAdmin;

/** The aliases of the rulebook that is in force here. Before there is one, no door is open and nothing is named. */
final class ActiveAliases implements Supplier<AccountAliases> {

    private volatile Supplier<AccountAliases> source = () -> AccountAliases.NONE;

    void update(RulebookAdmin admin) {
        source = () -> admin.state().rulebook().policies().aliases();
    }

    @Override
    public AccountAliases get() {
        return source.get();
    }
}
