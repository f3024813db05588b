package org.sekimori.server.explain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.profile.Profile;
import org.sekimori.stream.consumer.LogReplay;

/**
 * Own homes set before the log begins. Entries are kept for 35 days and a home lasts for years: a replay of the log alone would
 * find everybody abroad who has lived there for longer.
 */
public final class HomesBeforeLog {

    private final Map<String, AccountHomeOverride> homes;

    private HomesBeforeLog(Map<String, AccountHomeOverride> homes) {
        this.homes = homes;
    }

    /** Those that stand now; one that was taken away since is not known any more. */
    public static HomesBeforeLog of(LogReplay log) {
        return new HomesBeforeLog(log.homes());
    }

    /** Those that are known otherwise. */
    static HomesBeforeLog of(Map<String, AccountHomeOverride> homes) {
        return new HomesBeforeLog(homes);
    }

    /** The state of an account before its first entry on the log; null if unknown. */
    public @Nullable AccountState before(LogEntry first) {
        AccountHomeOverride home =
                first.account() == null ? null : homes.get(first.account().name());
        return home == null || !home.since().isBefore(time(first))
                ? null
                : new AccountState(Profile.NEW, GrantSet.NONE, null, List.of(), null, home);
    }

    private static Instant time(LogEntry entry) {
        if (entry instanceof LogEntry.Mail mail) {
            return mail.event().time();
        } else if (entry instanceof LogEntry.AnswerGiven answered) {
            return answered.time();
        } else if (entry instanceof LogEntry.GrantRequest grants) {
            return grants.command().time();
        } else if (entry instanceof LogEntry.HoldRequest holds) {
            return holds.command().time();
        } else if (entry instanceof LogEntry.HomeRequest homes) {
            return homes.command().time();
        } else if (entry instanceof LogEntry.CaseRequest cases) {
            return cases.command().head().time();
        } else if (entry instanceof LogEntry.MisjudgedOrigin misjudged) {
            return misjudged.time();
        }
        return ((LogEntry.RulebookActivation) entry).time();
    }
}
