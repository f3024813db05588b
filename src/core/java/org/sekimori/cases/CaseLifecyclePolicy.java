package org.sekimori.cases;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Finding.Severity;

/**
 * Follow-up policy of an account; set per domain in {@code follow-up.yml}.
 *
 * @param holdFrom least severity of a flag that places a hold in the same step; null: severity alone never does
 * @param holdRules rules whose flag places a hold whatever its severity
 * @param neverHeld only a person may place a hold; overrides the other terms
 * @param holdFor duration of such a hold; null: until it is released
 * @param releaseOnProof releases the account automatically once its password was changed on a cleaned device
 * @param watch how long a released account is watched with stricter limits
 * @param verdict how long a watched case waits for a person's judgement before it is closed as confirmed
 */
public record CaseLifecyclePolicy(
        @Nullable Severity holdFrom,
        Set<String> holdRules,
        boolean neverHeld,
        @Nullable Duration holdFor,
        boolean releaseOnProof,
        Duration watch,
        Duration verdict) {

    /** Nothing is held by itself, a person releases, two weeks of watching, a week for the verdict. */
    public static final CaseLifecyclePolicy DEFAULT =
            new CaseLifecyclePolicy(null, Set.of(), false, null, false, Duration.ofDays(14), Duration.ofDays(7));

    public CaseLifecyclePolicy {
        holdRules = Set.copyOf(new TreeSet<>(holdRules));
        if (watch.isNegative()
                || verdict.isNegative()
                || (holdFor != null && (holdFor.isNegative() || holdFor.isZero()))) {
            throw new IllegalArgumentException("a hold lasts some time, and a watch is not negative");
        }
    }

    /** The same for an account that only a person holds. */
    public CaseLifecyclePolicy withoutAutomaticHold() {
        return new CaseLifecyclePolicy(holdFrom, holdRules, true, holdFor, releaseOnProof, watch, verdict);
    }

    /** Whether flags of so high a severity, by these rules, close submission. */
    public boolean holds(Severity severity, Collection<String> rules) {
        return !neverHeld && asks(severity, rules);
    }

    /** Whether submission would be closed if the account were not one that is never held by itself. */
    public boolean holdSuppressed(Severity severity, Collection<String> rules) {
        return neverHeld && asks(severity, rules);
    }

    private boolean asks(Severity severity, Collection<String> rules) {
        return (holdFrom != null && severity.compareTo(holdFrom) >= 0)
                || rules.stream().anyMatch(holdRules::contains);
    }
}
