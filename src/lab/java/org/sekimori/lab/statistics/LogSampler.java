package org.sekimori.lab.statistics;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/**
 * Samples an operator's log, whose accounts are interleaved. Those of one account must come by rising days; an event of a day
 * before one that was seen of the same account is left out and counted. Of an account it keeps two to six kilobytes, and at most
 * some fifty, of one that writes to everybody from everywhere. Not thread-safe.
 */
public final class LogSampler {

    private final ZoneId zone;
    private final Set<String> home;
    private final Map<Long, LogAccountSampler> accounts = new LinkedHashMap<>();
    private long late;

    /**
     * An empty one.
     *
     * @param zone the operator's, which days and hours are of
     * @param home countries that are not abroad, upper case
     */
    public LogSampler(ZoneId zone, Set<String> home) {
        this.zone = zone;
        this.home = Set.copyOf(home);
    }

    /**
     * Takes an event. Attempts count as messages, imported ones too; {@code accepted} only of an account without any attempt so
     * far, as where the past was imported from a server's log.
     */
    public void add(MailEvent event) {
        if (!counts(event.kind())) {
            return;
        }
        LogAccountSampler account = accounts.computeIfAbsent(
                Fnv1aHash.of(event.account().name()), key -> new LogAccountSampler(new AccountSampler(zone)));
        if (!account.add(event, home)) {
            late++;
        }
    }

    private static boolean counts(EventKind kind) {
        return switch (kind) {
            case ATTEMPT, ACCEPTED, BOUNCED, AUTH_FAILED -> true;
            default -> false;
        };
    }

    /** Events that were left out because a later day of the same account had come before. */
    public long late() {
        return late;
    }

    /**
     * The shape of all that was added. Nothing is added afterwards.
     *
     * @throws IllegalStateException if there was no message
     */
    public PopulationSample sample() {
        PopulationSampleBuilder census = new PopulationSampleBuilder();
        accounts.values().forEach(account -> census.add(account.sender()));
        accounts.clear();
        return census.sample();
    }
}
