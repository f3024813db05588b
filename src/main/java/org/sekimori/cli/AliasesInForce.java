package org.sekimori.cli;

import java.util.function.Supplier;
import org.sekimori.mail.Aliases;
import org.sekimori.stream.RulebookDesk;

/** The aliases of the rulebook that is in force here. Before there is one, no door is open and nothing is named. */
final class AliasesInForce implements Supplier<Aliases> {

    private volatile Supplier<Aliases> source = () -> Aliases.NONE;

    void follow(RulebookDesk desk) {
        source = () -> desk.state().rulebook().policies().aliases();
    }

    @Override
    public Aliases get() {
        return source.get();
    }
}
