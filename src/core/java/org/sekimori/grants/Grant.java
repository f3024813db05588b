package org.sekimori.grants;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A travel grant: permission to submit from abroad for a limited time.
 *
 * @param id short code, unique per account
 * @param from first instant at which it holds
 * @param until first instant at which it holds no more; after {@code from}
 * @param countries ISO 3166-1 alpha-2 codes it holds for; empty: all
 * @param openedBy who opened it: a person or a system, never proved by the mail password
 * @param channel where it was opened, such as {@code cli}, {@code api}, {@code portal}
 * @param openedAt when it was opened
 * @param reason free text, may be empty
 * @param revoked whether it was taken back; then it holds never
 */
public record Grant(
        String id,
        Instant from,
        Instant until,
        SortedSet<String> countries,
        String openedBy,
        String channel,
        Instant openedAt,
        String reason,
        boolean revoked) {

    public Grant {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a grant must end after it begins: " + from + " to " + until);
        }
        countries = Collections.unmodifiableSortedSet(new TreeSet<>(countries));
    }

    /** Whether it is in force at an instant, for any country. */
    public boolean active(Instant at) {
        return !revoked && !at.isBefore(from) && at.isBefore(until);
    }

    /** Whether it lets a submission from a country pass at an instant. */
    public boolean covers(String country, Instant at) {
        return active(at) && (countries.isEmpty() || countries.contains(country));
    }

    /** Whether it is over at an instant: past its end, or revoked. */
    public boolean ended(Instant at) {
        return revoked || !until.isAfter(at);
    }

    /** Whether a command requests this grant. Extensions may have moved its end further away, but never nearer. */
    boolean matches(GrantCommand.Open open) {
        Instant begin = open.from() == null ? openedAt : open.from();
        return openedBy.equals(open.by())
                && from.equals(begin)
                && (open.until() == null || !until.isBefore(open.until()))
                && countries.equals(open.countries())
                && reason.equals(open.reason());
    }

    Grant withUntil(Instant later) {
        return new Grant(id, from, later, countries, openedBy, channel, openedAt, reason, revoked);
    }

    Grant asRevoked() {
        return new Grant(id, from, until, countries, openedBy, channel, openedAt, reason, true);
    }
}
