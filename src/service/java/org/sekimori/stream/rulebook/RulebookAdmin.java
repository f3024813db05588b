package org.sekimori.stream.rulebook;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Administration of rulebooks: their state, publication and rollback. All methods may be called by any thread; those that change
 * something wait until this instance has read the change from the log.
 */
public interface RulebookAdmin {

    /**
     * State of the rulebooks.
     *
     * @param inForce the last activation and its predecessors
     * @param rulebook the active rulebook
     * @param candidate the candidate; null without one
     * @param refused the last refused publication; null once another one succeeded
     */
    record RulebookState(
            RulebookHistory inForce,
            Rulebook rulebook,
            @Nullable Rulebook candidate,
            @Nullable RefusedRulebook refused) {}

    /**
     * A rulebook that was refused.
     *
     * @param files its text; null if it could not be read
     */
    record RefusedRulebook(
            Instant time,
            String by,
            List<RulebookProblem> problems,
            @Nullable RulebookFiles files) {}

    /** Hits of a rule in a role in the last hour and in the last 24. */
    record RecentRuleCount(RuleHitCount hour, RuleHitCount day) {}

    RulebookState state();

    /** Recent hits of the rules, by role and rule, such as {@code enforce send-limit}. Some seconds late. */
    SortedMap<String, RecentRuleCount> recentCounts();

    /**
     * Checks a rulebook, runs its tests, stores it, and activates it.
     *
     * @param asCandidate makes it the candidate instead
     * @throws RulebookException with all problems; the active one stays, and {@link RulebookState#refused} says why
     * @throws org.sekimori.trial.TrialsBusyException if too many are being tried at the moment
     * @throws IllegalStateException if the log does not take it
     */
    RulebookState publish(RulebookFiles files, boolean asCandidate, String by) throws RulebookException;

    /**
     * The same for a change of the active rulebook, which another one must not have replaced meanwhile.
     *
     * @param from id of the rulebook that was changed
     * @throws RulebookReplacedException if another one is active
     */
    RulebookState replace(String from, RulebookFiles files, String by) throws RulebookException;

    /**
     * Returns to an earlier rulebook.
     *
     * @param to its id or the beginning of it; null for the last one
     * @throws IllegalArgumentException without an earlier one
     */
    RulebookState rollback(@Nullable String to, String by);

    /** Drops the candidate, if there is one. */
    RulebookState dropCandidate(String by);

    /**
     * Records and audits a refusal that happened before publishing, such as of an unreadable folder.
     *
     * @param rulebook its id; empty without one
     */
    void recordRefusal(String by, String rulebook, List<RulebookProblem> problems);

    /** Withdraws the last refusal recorded by the same: the folder is readable again and unchanged. */
    default void withdrawRefusal(String by) {}

    /** The text of a rulebook that is on the log, such as one that was in force. */
    java.util.Optional<RulebookFiles> files(String id);
}
