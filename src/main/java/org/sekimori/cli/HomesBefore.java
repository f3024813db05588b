package org.sekimori.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.Entry;
import org.sekimori.grants.GrantSet;
import org.sekimori.grants.Home;
import org.sekimori.profile.Profile;
import org.sekimori.stream.LogReplay;

/**
 * Homes that were set before the log begins. Entries are kept for 35 days and a home lasts for years: a replay of the log alone would find
 * everybody abroad who has lived there for longer.
 */
final class HomesBefore {

    private final Map<String, Home> homes;

    private HomesBefore(Map<String, Home> homes) {
        this.homes = homes;
    }

    /** Those that stand now; one that was taken away since is not known any more. */
    static HomesBefore of(LogReplay log) {
        return new HomesBefore(log.homes());
    }

    /** Those that are known otherwise. */
    static HomesBefore of(Map<String, Home> homes) {
        return new HomesBefore(homes);
    }

    /** What is known of an account before its first entry on the log; null if nothing is. */
    @Nullable
    AccountState before(Entry first) {
        Home home = first.account() == null ? null : homes.get(first.account().name());
        return home == null || !home.since().isBefore(time(first))
                ? null
                : new AccountState(Profile.NEW, GrantSet.NONE, null, List.of(), null, home);
    }

    private static Instant time(Entry entry) {
        if (entry instanceof Entry.Mail mail) {
            return mail.event().time();
        } else if (entry instanceof Entry.Answered answered) {
            return answered.time();
        } else if (entry instanceof Entry.Grants grants) {
            return grants.command().time();
        } else if (entry instanceof Entry.Holds holds) {
            return holds.command().time();
        } else if (entry instanceof Entry.Homes homes) {
            return homes.command().time();
        } else if (entry instanceof Entry.Cases cases) {
            return cases.command().head().time();
        } else if (entry instanceof Entry.Misjudged misjudged) {
            return misjudged.time();
        }
        return ((Entry.Activation) entry).time();
    }
}
