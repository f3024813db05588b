package org.sekimori.web.account;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CasePriority;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.Grant;
import org.sekimori.profile.labels.Label;
import org.sekimori.web.search.DecisionLookup.LookupResult;

/**
 * What the page of an account shows; templates call it {@code page}.
 *
 * @param habits null if nothing is known of the account
 * @param habitsProblem key of why nothing is known of it; null if it is
 * @param grants that have not ended, the one that ends last first
 * @param pastGrants that ended or were revoked
 * @param exceptions rules that do not act on it
 * @param decisions the newest
 * @param evidence decisions with a sum of signs, oldest first
 * @param countries that the newest decisions came from, the most frequent first
 * @param networks likewise
 * @param senders envelope senders, likewise
 */
record AccountPage(
        String account,
        String domain,
        String language,
        boolean observing,
        @Nullable Habits habits,
        @Nullable String habitsProblem,
        @Nullable Hold hold,
        List<OpenGrant> grants,
        List<Grant> pastGrants,
        long grantDays,
        List<AccountCase> cases,
        @Nullable AccountHomeOverride home,
        List<RuleException> exceptions,
        List<Label> labels,
        LookupResult decisions,
        List<Evidence> evidence,
        List<Share> countries,
        List<Share> networks,
        List<Share> senders) {

    /** A grant that has not ended. */
    record OpenGrant(Grant grant, boolean active) {}

    /** A case with its priority; null once it is closed. */
    record AccountCase(Case one, @Nullable CasePriority priority) {}

    /**
     * A rule that does not act on the account as it does on others.
     *
     * @param mode {@code off} or {@code shadow}
     * @param until first day on which it acts again; null without an end
     */
    record RuleException(
            String rule,
            String mode,
            String reason,
            @Nullable String until) {}

    /** A value among the newest decisions. */
    record Share(String value, long count, Instant last) {}

    /** A sum of signs. */
    record Evidence(Instant time, String reference, String id, double sum, String reason) {}

    /**
     * The normal day, and today.
     *
     * @param hours of today, by local hour
     * @param hoursKnown whether enough is known of its hours
     * @param days the last 35 local days with mail
     */
    record Habits(
            List<Measure> measures,
            List<Hour> hours,
            boolean hoursKnown,
            List<Day> days,
            int activeDays,
            double usualMessages,
            @Nullable Instant lastAccepted,
            boolean frozen,
            SortedSet<String> countries) {}

    /**
     * A number of today beside what is usual.
     *
     * @param key of its name in the messages
     * @param usual a number in words; null if none is kept
     * @param surprise how improbable today is by the account's own days, as −log₁₀; null if it is not measured
     */
    record Measure(
            String key,
            String today,
            @Nullable String usual,
            @Nullable Double surprise) {

        /** Whether it is rarer than one day of a thousand. */
        public boolean rare() {
            return surprise != null && surprise >= RARE;
        }

        /** Whether so much is met on most days. */
        public boolean usually() {
            return surprise == null || surprise < 1;
        }

        /** One day in how many has as much, to two digits; at most a million. */
        public long days() {
            double days = surprise == null ? 1 : Math.min(1e6, Math.pow(10, surprise));
            double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(days)) - 1));
            return Math.round(Math.round(days / unit) * unit);
        }

        private static final double RARE = 3;
    }

    /** Messages of a local hour of today, and on a usual day; -1: that is not known. */
    record Hour(int hour, long today, double usual) {}

    /** A local day. */
    record Day(String day, long messages, long recipients, boolean suspect) {}
}
