package org.sekimori.cases;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Finding.Severity;

/**
 * How the cases of an account are followed up; set per domain in {@code follow-up.yml}.
 *
 * @param holdFrom a flag of this severity or above closes submission in the same step; null: severity alone does not
 * @param holdRules rules whose flag closes submission whatever its severity
 * @param neverHeld whether submission is only ever closed by a person, whatever the other terms say
 * @param holdFor how long such a hold lasts, null: until it is released
 * @param releaseOnProof whether an account is released by itself once its password was changed after its device was cleaned
 * @param watch how long a released account is watched more strictly
 * @param verdict how long a watched case waits for a person's verdict before it is closed as confirmed
 */
public record CasePolicy(
        @Nullable Severity holdFrom,
        Set<String> holdRules,
        boolean neverHeld,
        @Nullable Duration holdFor,
        boolean releaseOnProof,
        Duration watch,
        Duration verdict) {

    /** Nothing is held by itself, a person releases, two weeks of watching, a week for the verdict. */
    public static final CasePolicy DEFAULT =
            new CasePolicy(null, Set.of(), false, null, false, Duration.ofDays(14), Duration.ofDays(7));

    public CasePolicy {
        holdRules = Set.copyOf(new TreeSet<>(holdRules));
        if (watch.isNegative()
                || verdict.isNegative()
                || (holdFor != null && (holdFor.isNegative() || holdFor.isZero()))) {
            throw new IllegalArgumentException("a hold lasts some time, and a watch is not negative");
        }
    }

    /** The same for an account that only a person holds. */
    public CasePolicy neverByItself() {
        return new CasePolicy(holdFrom, holdRules, true, holdFor, releaseOnProof, watch, verdict);
    }

    /** Whether flags of so high a severity, by these rules, close submission. */
    public boolean holds(Severity severity, Collection<String> rules) {
        return !neverHeld && asks(severity, rules);
    }

    /** Whether submission would be closed if the account were not one that is never held by itself. */
    public boolean wouldHold(Severity severity, Collection<String> rules) {
        return neverHeld && asks(severity, rules);
    }

    private boolean asks(Severity severity, Collection<String> rules) {
        return (holdFrom != null && severity.compareTo(holdFrom) >= 0)
                || rules.stream().anyMatch(holdRules::contains);
    }
}
