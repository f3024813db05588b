package org.sekimori.server;

import java.util.function.Supplier;
import org.sekimori.mail.AccountAliases;
import org.sekimori.stream.rulebook.RulebookAdmin;

/** The aliases of the active rulebook. Before there is one, no port is open and no name is resolved. */
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
